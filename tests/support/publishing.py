"""Plans and posts for tests; each builder is a unit of work of its own."""

from datetime import datetime
from itertools import count

from engage.core import files
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR, Viewer
from engage.publishing import actions, queries
from engage.publishing.actions import OrganisationPart
from engage.publishing.models import OrganisationRole, Plan, PlanStatus, Post, PostSection

BODY = """## Why we must change

More people need nursing at home than ever before.

- Two teams share one telephone number.
- Nurses spend an hour a day in the car.

## What we propose

One team for each neighbourhood, from April."""
_numbers = count(1)


def make_section(slug: str = "news", name: str = "News", **facts) -> PostSection:
    """A section of posts, made once in a test."""
    found = queries.post_section(slug)
    if found is not None:
        return found
    with unit_of_work():
        return actions.add_section(VISITOR, slug=slug, name=name, **facts)


def make_post(
    title: str | None = None,
    *,
    section: PostSection | None = None,
    body: str = BODY,
    published: bool = True,
    at: datetime | None = None,
    actor: Viewer = VISITOR,
    **facts,
) -> Post:
    """A post, public unless `published` is false; public from `at` on if that is given."""
    section = section or make_section()
    with unit_of_work():
        post = actions.create_post(
            actor, section=section, title=title or f"News number {next(_numbers)}", body=body, **facts
        )
        if published:
            actions.publish(actor, publication=post, at=at)
    return post


def make_plan(
    title: str | None = None,
    *,
    body: str = BODY,
    status: PlanStatus = PlanStatus.OPEN_FOR_COMMENT,
    published: bool = True,
    at: datetime | None = None,
    owner=None,
    actor: Viewer = VISITOR,
    **facts,
) -> Plan:
    """A plan, public unless `published` is false; its `owner`, an organisation, leads it and may do everything."""
    with unit_of_work():
        plan = actions.create_plan(
            actor, title=title or f"Plan number {next(_numbers)}", body=body, status=status, **facts
        )
        if owner is not None:
            part = OrganisationPart(owner, OrganisationRole.LEAD, may_edit=True, may_approve=True, may_reply=True)
            actions.set_organisations(actor, plan=plan, parts=[part])
        if published:
            actions.publish(actor, publication=plan, at=at)
    return plan


def save_text(publication, body: str, *, actor: Viewer = VISITOR, publish: bool = False, **texts):
    """A new revision of a publication's text; public at once if `publish`."""
    with unit_of_work():
        latest = queries.latest_revision(publication)
        revision = actions.save_revision(
            actor,
            publication=publication,
            base_revision=latest.number,
            title=texts.get("title", latest.title),
            standfirst=texts.get("standfirst", latest.standfirst),
            body=body,
        )
        if publish:
            actions.publish(actor, publication=publication)
    return revision


def notes_for_readers(publication) -> list[str]:
    """What readers are told about the changes of a publication, newest first."""
    return [row.change_note for row in queries.revisions(publication.id) if row.made_live_at and row.change_note]


def store_file(name: str = "figures.csv", data: bytes = b"year,visits\n2026,120\n") -> files.StoredFile:
    """A document as the disk and the database keep it."""
    accepted = files.accept_document(name, data)
    with unit_of_work():
        return files.store(accepted)


def png(width: int = 4, height: int = 3, colour: tuple[int, int, int] = (11, 93, 94)) -> bytes:
    """The bytes of a small picture."""
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def store_picture(name: str = "nurse.png", **shape) -> files.StoredFile:
    """A picture as the disk and the database keep it."""
    accepted = files.accept_picture(name, png(**shape))
    with unit_of_work():
        return files.store(accepted)
