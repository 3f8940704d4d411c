"""What a guest who comments sends, and the messages that come of it."""

import re

from engage.comments.models import Comment
from engage.core import outbox
from engage.core.database import db
from tests.support.databases import look_again

GUEST = {"name": "Gordon Pike", "email": "gordon@northvale.example"}


def sent_mails() -> list[outbox.OutboxMessage]:
    look_again()
    return list(db.session.scalars(db.select(outbox.OutboxMessage).order_by(outbox.OutboxMessage.id)))


def link_in(mail) -> str:
    return re.search(r"http://127\.0\.0\.1:8000(/comments/\S+)", mail.text).group(1)


def code_in(mail) -> str:
    return re.search(r"^(\d{6})$", mail.text, re.MULTILINE).group(1)


def send(client, plan, expect=303, **data):
    return client.post("comments.send", {**GUEST, **data}, publication_id=plan.id, expect=expect)


def manage_links(client, plan, body: str) -> tuple[str, str]:
    """Where a guest who confirmed a comment can change it, and take it back."""
    send(client, plan, body=body)
    confirm = link_in(sent_mails()[0])
    client.post(confirm, client.get(confirm).form("confirm"))
    links = [a.get("href") for a in client.get(link_in(sent_mails()[1])).select("a")]
    change, leave = (next(link for link in links if link.endswith(end)) for end in ("/edit/", "/withdraw/"))
    return change, leave


def the_comment() -> Comment:
    look_again()
    return db.session.scalars(db.select(Comment)).one()


def body_kept(page) -> str:
    """What stands in the box; a browser drops the first line break."""
    return page.form("comments/to")["body"].removeprefix("\n")


def how_many() -> int:
    look_again()
    return db.session.scalar(db.select(db.func.count()).select_from(Comment))
