"""The public pages that show several features at once, their feeds, and the staff's front door."""
