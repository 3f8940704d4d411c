"""A search over the titles and texts of what is published; comments are not in it."""
