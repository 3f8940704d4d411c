"""Official registers of organisations as they are published, read without any database."""
