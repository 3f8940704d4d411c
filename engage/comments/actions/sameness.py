"""What makes two sendings one comment."""

import hashlib
import json

from engage.comments.models import Comment


def content_key(comment: Comment) -> str:
    """Place, writer and words, as one hash."""
    writer = f"account:{comment.account_id}" if comment.account_id else f"guest:{comment.email}"
    what = [comment.publication_id, comment.anchor, comment.parent_id, writer, comment.official_for, comment.body]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()
