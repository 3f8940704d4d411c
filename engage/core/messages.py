"""Messages: three templates and their facts become one mail, pure."""

import re
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup


@dataclass(frozen=True)
class Message:
    """A mail as written, before it is put into the outbox."""

    name: str
    to: str
    subject: str
    text: str
    html: str
    reply_to: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def compose(
    name: str, /, *, to: str, reply_to: str = "", headers: dict[str, str] | None = None, **facts: Any
) -> Message:
    """Write the message `name` from templates/mail/<name>/{subject.txt,body.txt,body.html}."""
    facts = {**facts, "site": current_app.config["SITE"]}
    subject = re.sub(r"\s+", " ", _plain_template(f"mail/{name}/subject.txt", facts)).strip()
    text = _plain_template(f"mail/{name}/body.txt", facts)
    html = render_template(f"mail/{name}/body.html", subject=subject, **facts)
    text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    return Message(name, to, subject, text, html, reply_to, headers or {})


def _plain_template(template: str, facts: dict[str, Any]) -> str:
    return str(Markup(render_template(template, **facts)))  # noqa: S704 - .txt templates are not escaped


def link(path: str) -> str:
    """The full address of a path of the site, for use outside the site; a full address stays as it is."""
    if path.startswith(("http://", "https://")):
        return path
    return f"{current_app.config['SITE'].base_url}{path}"
