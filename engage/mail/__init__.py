"""Subscriptions, digests, notices and delivery."""
