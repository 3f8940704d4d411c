"""What is written to organisations about their entries, to people about theirs, and to staff about files."""

from datetime import timedelta

from flask import current_app

from engage.core import tokens
from engage.core.messages import Message, compose, link
from engage.directory.models import ContactLink, DirectoryExport, EntryCheck, Organisation

PURPOSE = "entry-check"
HOLDS = timedelta(days=90)


def check_entry(organisation: Organisation, check: EntryCheck) -> Message:
    """Asks an organisation to look at its entry by a link that says which one."""
    build = current_app.url_map.bind("localhost").build
    return compose(
        "entry_check",
        to=organisation.email,
        organisation=organisation.name,
        url=link(build("directory.check", {"token": tokens.sign(PURPOSE, {"c": check.id})})),
        page_url=link(f"/organisations/{organisation.slug}/"),
        days=HOLDS.days,
    )


def ask_to_link(asked: ContactLink) -> Message:
    """Asks a person whether her entry may be linked with her account: the same words whether or not she has one."""
    build = current_app.url_map.bind("localhost").build
    return compose("contact_link", to=asked.email, url=link(build("directory.own_entry")))


def directory_export_ready(export: DirectoryExport, *, to: str) -> Message:
    """Tells whoever asked for a file of the directory where it is; the mail holds nothing of it."""
    build = current_app.url_map.bind("localhost").build
    url = link(build("directory_staff.exports"))
    return compose("directory_export_ready", to=to, name=export.name, rows=export.total, url=url)
