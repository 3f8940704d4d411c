"""A message of the outbox as it travels: text and HTML, styles inlined, with the headers that mail needs."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from css_inline import CSSInliner

from engage.core.outbox import OutboxMessage
from engage.core.settings import Settings

POLICY = SMTP.clone(max_line_length=78)
INLINER = CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


def mime(row: OutboxMessage, settings: Settings, now: datetime) -> EmailMessage:
    """The message as it travels, the same Message-ID at every attempt; raises ValueError for an impossible address."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = Address(settings.site_name, addr_spec=settings.sender)
    mail["To"] = _address(row.to)
    mail["Subject"] = row.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = row.message_id
    if row.reply_to:
        mail["Reply-To"] = _address(row.reply_to)
    for name, value in {"Auto-Submitted": "auto-generated", **row.extra_headers}.items():
        mail[name] = value
    mail.set_content(row.text, cte="quoted-printable")
    if row.html:
        mail.add_alternative(INLINER.inline(row.html), subtype="html", cte="quoted-printable")
    return mail


def _address(text: str) -> Address:
    try:
        return Address(addr_spec=text)
    except Exception as error:  # the standard library's parser raises whatever it stumbles over
        raise ValueError(f"{text!r} is not an address") from error
