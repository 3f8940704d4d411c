"""Groups that are missing from the directory: told of by anybody, added or left by staff."""

from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_line, clean_text, is_blank
from engage.directory import queries
from engage.directory.actions.organisations import add_organisation, checked_website
from engage.directory.keys import name_key, slug_of
from engage.directory.models import Organisation
from engage.directory_upkeep import verbs
from engage.directory_upkeep.models import GroupSuggestion
from engage.directory_upkeep.queries import suggestions


def suggest_group(*, name: str, about: str = "", website: str = "", email: str = "") -> GroupSuggestion:
    """Tell of a group that is missing; one of this name that waits already stays the only one."""
    name, website = clean_line(name), clean_line(website)
    if is_blank(name) or not name_key(name):
        raise Refused("Enter the name of the group.", "name")
    known = suggestions.waiting_for(name_key(name))
    if known is not None:
        return known
    if website and "://" not in website:
        website = f"https://{website}"
    found = GroupSuggestion(
        name=name,
        name_key=name_key(name),
        about=clean_text(about).strip(),
        website=checked_website(website),
        email=email.strip(),
        at=clock.now(),
    )
    db.session.add(found)
    db.session.flush()
    ledger.record(verbs.GROUP_SUGGESTED, subject_id=found.id, actor_id=None)
    return found


def add_suggested(actor: Viewer, *, suggestion: GroupSuggestion) -> Organisation | None:
    """Put a suggested group into the directory, with no public page until it agrees; nothing if it was settled."""
    suggestion = suggestions.held_suggestion(suggestion.id)
    if suggestion.settled_at is not None:
        return None
    made = add_organisation(
        actor,
        slug=_free_slug(suggestion.name),
        name=suggestion.name,
        description=suggestion.about,
        website=suggestion.website,
        email=suggestion.email,
    )
    _settle(actor, suggestion, made)
    return made


def leave_suggested(actor: Viewer, *, suggestion: GroupSuggestion) -> None:
    """Leave a suggested group out of the directory; settled once it stays so."""
    suggestion = suggestions.held_suggestion(suggestion.id)
    if suggestion.settled_at is None:
        _settle(actor, suggestion, None)


def _settle(actor: Viewer, suggestion: GroupSuggestion, made: Organisation | None) -> None:
    suggestion.settled_at, suggestion.settled_by, suggestion.email = clock.now(), actor.account_id, ""
    suggestion.organisation_id = made.id if made else None
    ledger.record(
        verbs.GROUP_SUGGESTION_SETTLED,
        subject_id=suggestion.id,
        actor_id=actor.account_id,
        organisation_id=made.id if made else None,
    )


def _free_slug(name: str) -> str:
    wanted = slug_of(name) or "group"
    slug, number = wanted, 1
    while queries.is_taken(slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug
