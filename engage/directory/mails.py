"""What is written to people about their entries."""

from flask import current_app

from engage.core.messages import Message, compose, link
from engage.directory.models import ContactLink


def ask_to_link(asked: ContactLink) -> Message:
    """Asks a person whether her entry may be linked with her account: the same words whether or not she has one."""
    build = current_app.url_map.bind("localhost").build
    return compose("contact_link", to=asked.email, url=link(build("directory.own_entry")))
