"""People who can sign in, their roles and the areas within which they hold them."""
