"""Consultations: questions with opening and closing times, and the submissions that answer them."""
