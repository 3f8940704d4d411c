"""Plans and posts: their revisions, blocks and attachments, and the desk where they are written."""
