"""Responses: what is published of submissions, once a moderator has passed it."""
