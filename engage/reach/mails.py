"""What is written to stakeholders who are invited, and to officers who are warned."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from engage.consultations.models import Consultation
from engage.core.i18n import date_text, datetime_text
from engage.core.messages import Message, compose, link
from engage.mail import links
from engage.mail.kinds import CONSULTATIONS
from engage.mail.models import Subscriber
from engage.reach.queries.inviting import Guest

OWN = "/subscriptions/"


def _url(endpoint: str, **values: str) -> str:
    return link(current_app.url_map.bind("localhost").build(endpoint, values))


def invitation(
    guest: Guest,
    consultation: Consultation,
    *,
    subject: str,
    body: str,
    documents: Sequence[str],
    subscriber: Subscriber | None,
) -> Message:
    """An invitation to answer a consultation, in the words of the officer.

    One without a subscriber is only looked at: nobody can act in the reader's name by it.
    """
    stop_url = links.object_url(CONSULTATIONS.key, subscriber) if subscriber is not None else link(OWN)
    return compose(
        "invitation",
        to=guest.email,
        headers=links.reply_headers(stop_url, name="consultations"),
        reply_to=consultation.contact_email,
        message_class=CONSULTATIONS.message_class,
        basis=CONSULTATIONS.basis,
        about=[("consultation", consultation.id)],
        name=guest.name,
        is_person=guest.stakeholder.is_person,
        headline=subject,
        paragraphs=[part for part in body.split("\n\n") if part.strip()],
        title=consultation.title,
        closes=datetime_text(consultation.closes_at) if consultation.closes_at else "",
        documents=documents,
        ask=" or ".join(each for each in (consultation.contact_email, consultation.contact_phone) if each),
        needs=guest.needs,
        url=_url("consultations.one", slug=consultation.slug),
        kind_label=CONSULTATIONS.label[:1].lower() + CONSULTATIONS.label[1:],
        stop_url=stop_url,
    )


@dataclass(frozen=True)
class Silence:
    """The organisations that matter most and said nothing, whether people did so too, and how many if it is told."""

    names: Sequence[str]
    are_people: bool
    people: int | None


def silence_warning(to: str, consultation: Consultation, part: str, silence: Silence, url: str) -> Message:
    """That part of the time of a consultation is gone, and who of those who matter most has not said anything."""
    return compose(
        "silence_warning",
        to=to,
        title=consultation.title,
        part={"half": "Half", "three-quarters": "Three quarters"}[part],
        closes=date_text(consultation.closes_at) if consultation.closes_at else "",
        names=silence.names,
        are_people=silence.are_people,
        people=silence.people,
        url=url,
    )
