"""What is written to organisations about their entries."""

from datetime import timedelta

from flask import current_app

from engage.core import tokens
from engage.core.messages import Message, compose, link
from engage.directory.models import Organisation
from engage.directory_upkeep.models import EntryCheck

PURPOSE = "entry-check"
HOLDS = timedelta(days=90)


def check_entry(organisation: Organisation, check: EntryCheck) -> Message:
    """Asks an organisation to look at its entry by a link that says which one."""
    build = current_app.url_map.bind("localhost").build
    return compose(
        "entry_check",
        to=organisation.email,
        organisation=organisation.name,
        url=link(build("directory_upkeep.check", {"token": tokens.sign(PURPOSE, {"c": check.id})})),
        page_url=link(f"/organisations/{organisation.slug}/"),
        days=HOLDS.days,
    )
