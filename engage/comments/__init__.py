"""Public remarks on publications, their sections and blocks."""
