"""Search over what is public."""
