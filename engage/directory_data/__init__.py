"""The directory as files: registers, areas and tables that are taken in, and those that are made."""
