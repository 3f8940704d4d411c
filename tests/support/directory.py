"""Stakeholders for tests: organisations, contacts and lists, through the real actions."""

from itertools import count

from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions
from engage.directory.actions.contacts import Reached
from engage.directory.models import Basis, Channel, ListWhom, Purpose
from engage.directory.queries.filtering import Filter
from engage.lists.actions import save_list

_numbers = count(1)


def make_organisation(name="", *, slug=None, topics=(), **facts):
    """An organisation of the directory with a page of its own; areas and topics are rows."""
    number = next(_numbers)
    facts.setdefault("is_public", True)
    with unit_of_work():
        made = actions.add_organisation(
            VISITOR, slug=slug or f"organisation-{number}", name=name or f"Organisation {number}", **facts
        )
        if topics:
            actions.set_topics(VISITOR, organisation=made, topics=topics)
        return made


def make_contact(
    name="",
    *,
    email=None,
    reached=(),
    organisation=None,
    title="",
    topics=(),
    areas=(),
    agreed=True,
    basis=Basis.CONSENT,
    **facts,
):
    """A person of the directory who agreed to be invited (None: nothing is recorded), with a role where given."""
    number = next(_numbers)
    email = f"contact-{number}@people.example" if email is None else email
    with unit_of_work():
        every = [Reached(Channel.EMAIL, email), *reached] if email else list(reached)
        made = actions.add_contact(VISITOR, name=name or f"Contact {number}", reached=every, **facts)
        if organisation is not None:
            actions.add_role(VISITOR, contact=made, organisation=organisation, title=title)
        actions.set_interests(VISITOR, contact=made, topics=topics, areas=areas)
        if agreed is not None:
            actions.record_permission(VISITOR, contact=made, purpose=Purpose.INVITATIONS, agreed=agreed, basis=basis)
        return made


def make_list(name="", *, whom=ListWhom.BOTH, **filters):
    """A saved list of whom a filter means: kinds, topics by slug, areas by code, words …"""
    with unit_of_work():
        return save_list(VISITOR, name=name or f"List {next(_numbers)}", whom=whom, wanted=Filter(**filters))
