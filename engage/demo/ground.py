"""The ground of the demonstration: places, subjects, bodies, people, pages and rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from engage.accounts.actions import add_account, grant_role
from engage.accounts.session import viewer_for
from engage.comments.actions import save_reason
from engage.core.permissions import STAFF, VISITOR, Role, Viewer
from engage.demo import content_types as shapes
from engage.demo.content_types import Content
from engage.directory.actions import add_member, add_organisation
from engage.directory.models import Organisation
from engage.publishing.actions import add_section, save_page
from engage.publishing.models import PostSection
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import Area, AreaKind, Topic

PASSWORD = "north vale listens"  # noqa: S105 - printed at the start, of accounts that nobody owns


@dataclass(frozen=True)
class Ground:
    """What publications and comments stand on, by the keys of the content files."""

    areas: Mapping[str, Area]
    topics: Mapping[str, Topic]
    organisations: Mapping[str, Organisation]
    sections: Mapping[str, PostSection]
    viewers: Mapping[str, Viewer]

    @property
    def editor(self) -> Viewer:
        """Who writes and publishes."""
        return self.viewers["martin"]

    @property
    def moderator(self) -> Viewer:
        """Who decides on comments."""
        return self.viewers["farida"]


def lay_ground(content: Content) -> Ground:
    """Everything that must be there before the first publication, in the running unit of work."""
    areas = _areas(content.areas)
    topics = {t.slug: add_topic(VISITOR, slug=t.slug, name=t.name, description=t.description) for t in content.topics}
    organisations = _organisations(content.organisations, areas)
    viewers = {account.key: _person(account, organisations) for account in content.accounts}
    editor = viewers["martin"]
    sections = {
        s.slug: add_section(editor, slug=s.slug, name=s.name, singular=s.singular, introduction=s.introduction)
        for s in content.sections
    }
    for page in content.pages:
        save_page(editor, slug=page.slug, title=page.title, body=page.body)
    for position, reason in enumerate(content.reasons):
        save_reason(
            viewers["alasdair"],
            key=reason.key,
            rule=str(reason.rule),
            label=reason.label,
            text=reason.text,
            revise=reason.revise,
            position=position,
        )
    return Ground(areas, topics, organisations, sections, viewers)


def _areas(areas: tuple[shapes.Area, ...]) -> dict[str, Area]:
    made: dict[str, Area] = {}
    for area in areas:
        parent = made[area.parent] if area.parent else None
        made[area.code] = add_area(VISITOR, code=area.code, name=area.name, kind=AreaKind(area.kind), parent=parent)
    return made


def _organisations(given: tuple[shapes.Organisation, ...], areas: Mapping[str, Area]) -> dict[str, Organisation]:
    return {
        o.slug: add_organisation(
            VISITOR,
            slug=o.slug,
            name=o.name,
            short_name=o.short_name,
            kind=o.kind,
            description=o.description,
            website=o.website,
            email=o.email,
            areas=[areas[code] for code in o.areas],
            is_public=True,
        )
        for o in given
    }


def _person(account: shapes.Account, organisations: Mapping[str, Organisation]) -> Viewer:
    known = organisations.get(account.organisation or "")
    row = add_account(
        VISITOR,
        email=account.email,
        name=account.name,
        password=PASSWORD if account.email.endswith("@northvale.example") else None,
        confirmed=True,
        role_title=account.title or "",
        organisation_name=known.name if known else "",
    )
    if Role(account.role) in STAFF:
        grant_role(VISITOR, account=row, role=Role(account.role))
        if known is not None:
            add_member(VISITOR, organisation=known, account=row)
    return viewer_for(row)
