"""The pages below /account/: the front door, and what a person keeps behind it."""

from engage.accounts import views_entry, views_own
from engage.accounts.blueprint import blueprint

__all__ = ["blueprint", "views_entry", "views_own"]
