"""Consultations: questions about publications, with opening and closing times."""
