"""The public pages that show several features at once."""
