"""How a consultation is built: its texts, what it is about, its questions and its privacy notice."""

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from engage.consultations import queries, verbs
from engage.consultations.actions.details import FIELDS, LONGEST_TEXT, check_order, checked_details, title_line
from engage.consultations.definition import Definition, write_definition
from engage.consultations.models import (
    Consultation,
    ConsultationPublication,
    ConsultationState,
    DefinitionRevision,
    PrivacyNotice,
)
from engage.core import cache, clock, ledger, text
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.publishing.actions.texts import slug_from, slug_text
from engage.publishing.models import Publication

SENT_TWICE = timedelta(minutes=10)
LAUNCHED_ALREADY = "It was launched already. Correct it instead: the change is then shown with its reason."


class StaleDefinition(Refused):
    """Somebody else saved other questions since these were opened; `latest` is the number of what they saved."""

    def __init__(self, latest: int) -> None:
        """Keep which revision was saved meanwhile."""
        super().__init__(
            "Somebody else changed the questions after you opened this page. Nothing is lost: compare both and choose."
        )
        self.latest = latest


class StaleDetails(Refused):
    """Somebody else saved other details since these were opened."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Somebody else changed these details after you opened this page. "
            "What you typed is still here: compare it with what is saved now, and save again to put yours in its place."
        )


def lock(consultation: Consultation) -> None:
    """Wait for whoever is changing the consultation, and look at it as it is then."""
    db.session.flush()
    db.session.refresh(consultation, with_for_update=True)


def lock_draft(consultation: Consultation) -> None:
    """The same for what can only be changed before the launch."""
    lock(consultation)
    if consultation.state is not ConsultationState.DRAFT:
        raise Refused(LAUNCHED_ALREADY)


def create_consultation(
    actor: Viewer, *, title: str, slug: str | None = None, publications: Sequence[Publication] = (), **details: Any
) -> Consultation:
    """Begin a consultation as a draft; what the same person sent just before gives the one that it made then."""
    title = title_line(title)
    values = checked_details(details)
    check_order(values.get("opens_at"), values.get("closes_at"), values.get("results_due"))
    made = None if slug else _just_made(actor, title)
    if made is not None:
        return made
    row = Consultation(
        title=title,
        slug=_free_slug(title) if slug is None else _untaken(slug),
        created_at=clock.now(),
        account_id=actor.account_id,
        **values,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise Refused("Somebody began one with the same address at this very moment. Send it again.") from error
    ledger.record(verbs.CONSULTATION_CREATED, subject_id=row.id, actor_id=actor.account_id, slug=row.slug)
    if publications:
        set_publications(actor, consultation=row, publications=publications)
    return row


def _just_made(actor: Viewer, title: str) -> Consultation | None:
    """A double click or a page sent again must not make a second draft."""
    if actor.account_id is None:
        return None
    return db.session.scalars(
        select(Consultation).where(
            Consultation.account_id == actor.account_id,
            Consultation.title == title,
            Consultation.state == ConsultationState.DRAFT,
            Consultation.created_at > clock.now() - SENT_TWICE,
        )
    ).first()


def _free_slug(title: str) -> str:
    wanted = slug_from(title, "consultation")
    number, slug = 1, wanted
    while queries.consultation_by_slug(slug) is not None:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _untaken(slug: str) -> str:
    if queries.consultation_by_slug(slug_text(slug)) is not None:
        raise Refused("This address is taken by another consultation. Choose another one.", "slug")
    return slug


def base_of(consultation: Consultation) -> str:
    """What a form keeps of the details that it was opened with, to see whether they are still the same."""
    values = [str(getattr(consultation, name)) for name in FIELDS]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


def set_details(actor: Viewer, *, consultation: Consultation, base: str | None = None, **details: Any) -> None:
    """Change the given details of a draft; the same again change nothing.

    Raises StaleDetails when they were saved by somebody else since `base` (of `base_of`).
    """
    values = checked_details(details)
    lock_draft(consultation)
    changed = [name for name, value in values.items() if getattr(consultation, name) != value]
    if not changed:
        return
    if base is not None and base != base_of(consultation):
        raise StaleDetails
    for name in changed:
        setattr(consultation, name, values[name])
    check_order(consultation.opens_at, consultation.closes_at, consultation.results_due)
    note_change(actor, consultation, *changed)


def set_publications(actor: Viewer, *, consultation: Consultation, publications: Sequence[Publication]) -> None:
    """Say which publications it is about, in this order."""
    lock_draft(consultation)
    wanted = list(dict.fromkeys(publication.id for publication in publications))
    if wanted == [publication.id for publication in queries.publications_of(consultation)]:
        return
    db.session.execute(
        delete(ConsultationPublication).where(ConsultationPublication.consultation_id == consultation.id)
    )
    db.session.add_all(
        ConsultationPublication(consultation_id=consultation.id, publication_id=one, position=place)
        for place, one in enumerate(wanted)
    )
    db.session.flush()
    note_change(actor, consultation, "publications")


def save_definition(
    actor: Viewer, *, consultation: Consultation, base: int, definition: Definition
) -> DefinitionRevision:
    """Save the questions of a draft as their next revision; the same again gives the revision that they made.

    Raises StaleDefinition when other questions were saved since revision `base`, which it does not touch.
    """
    lock_draft(consultation)
    latest = db.session.get(DefinitionRevision, (consultation.id, queries.latest_definition(consultation.id)))
    body = write_definition(definition)
    if latest is not None and latest.body == body:
        return latest
    if base != (latest.number if latest else 0):
        raise StaleDefinition(latest.number if latest else 0)
    return add_definition(actor, consultation, body)


def add_definition(actor: Viewer, consultation: Consultation, body: str) -> DefinitionRevision:
    """Write the next revision of the questions and show it to respondents, for a consultation that is locked."""
    row = DefinitionRevision(
        consultation_id=consultation.id,
        number=queries.latest_definition(consultation.id) + 1,
        body=body,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        at=clock.now(),
        account_id=actor.account_id,
    )
    db.session.add(row)
    consultation.definition = row.number
    db.session.flush()
    ledger.record(verbs.QUESTIONS_SAVED, subject_id=consultation.id, actor_id=actor.account_id, definition=row.number)
    cache.bump(consultation.scope)
    return row


def save_notice(actor: Viewer, *, consultation: Consultation, body: str) -> PrivacyNotice:
    """Save the privacy notice of a draft as its next version; the same again gives the version that it made."""
    body = text.clean_text(body)
    if text.is_blank(body):
        raise Refused("Write the privacy notice.", "body")
    if len(body) > LONGEST_TEXT:
        raise Refused(f"The notice must be {LONGEST_TEXT:,} characters or fewer.", "body")
    lock_draft(consultation)
    latest = queries.notice_of(consultation)
    if latest is not None and latest.body == body:
        return latest
    return add_notice(actor, consultation, body)


def add_notice(actor: Viewer, consultation: Consultation, body: str) -> PrivacyNotice:
    """Write the next version of the notice, for a consultation that is locked."""
    row = PrivacyNotice(
        consultation_id=consultation.id,
        number=consultation.notice + 1,
        body=body,
        html="\n".join(str(block.html) for block in text.split_blocks(body)),
        at=clock.now(),
        account_id=actor.account_id,
    )
    db.session.add(row)
    consultation.notice = row.number
    note_change(actor, consultation, "notice")
    return row


def note_change(actor: Viewer, consultation: Consultation, *fields: str) -> None:
    """Write that these parts of a draft were changed, and forget the pages that show them."""
    db.session.flush()
    ledger.record(
        verbs.CONSULTATION_CHANGED,
        subject_id=consultation.id,
        actor_id=actor.account_id,
        fields=" ".join(sorted(fields)),
    )
    cache.bump(consultation.scope)
