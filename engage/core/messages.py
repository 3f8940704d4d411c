"""Messages: three templates and their facts become one mail, pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup

About = tuple[str, int]


class MessageClass(StrEnum):
    """What gives us leave to write: somebody asked for it, the body's task, or her consent to be kept informed."""

    SERVICE = "service"
    PUBLIC_TASK = "public task"
    MARKETING = "marketing"


@dataclass(frozen=True)
class Message:
    """A mail as written, before it is put into the outbox.

    `basis` says by whose leave it is sent, in words for staff and for the person. `about` names what it speaks of,
    as (kind, id): if any of it is no longer public when the message is to leave, the message is dropped.
    """

    name: str
    to: str
    subject: str
    text: str
    html: str
    reply_to: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    message_class: MessageClass = MessageClass.SERVICE
    basis: str = ""
    about: tuple[About, ...] = ()


def compose(
    name: str,
    /,
    *,
    to: str,
    reply_to: str = "",
    headers: dict[str, str] | None = None,
    message_class: MessageClass = MessageClass.SERVICE,
    basis: str = "",
    about: Iterable[About] = (),
    **facts: Any,
) -> Message:
    """Write the message `name` from templates/mail/<name>/{subject.txt,body.txt,body.html}."""
    facts = {**facts, "site": current_app.config["SITE"]}
    subject = re.sub(r"\s+", " ", _plain_template(f"mail/{name}/subject.txt", facts)).strip()
    text = _plain_template(f"mail/{name}/body.txt", facts)
    html = render_template(f"mail/{name}/body.html", subject=subject, **facts)
    text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    return Message(name, to, subject, text, html, reply_to, headers or {}, message_class, basis, tuple(about))


def _plain_template(template: str, facts: dict[str, Any]) -> str:
    return str(Markup(render_template(template, **facts)))  # noqa: S704 - .txt templates are not escaped


def link(path: str) -> str:
    """The full address of a path of the site, for use outside the site; a full address stays as it is."""
    if path.startswith(("http://", "https://")):
        return path
    return f"{current_app.config['SITE'].base_url}{path}"
