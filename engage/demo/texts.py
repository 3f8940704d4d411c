"""The plans and posts of the demonstration, each published on its own day."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from engage.core import clock, files
from engage.core.database import unit_of_work
from engage.core.i18n import local
from engage.demo import content_types as shapes
from engage.demo.content_blocks import figure_names, with_pictures
from engage.demo.content_types import Content
from engage.demo.ground import Ground
from engage.demo.pictures import draw
from engage.publishing import actions, queries
from engage.publishing.actions import MilestoneLine, OrganisationPart, WorkstreamLine
from engage.publishing.models import MilestoneState, OrganisationRole, Plan, PlanStatus, Post, Publication

SEED = 20
_STATES = {"planned": MilestoneState.PLANNED, "done": MilestoneState.DONE, "late": MilestoneState.LATE}


class Texts:
    """Publishes the content's plans and posts and remembers them by slug."""

    def __init__(self, content: Content, ground: Ground) -> None:
        """Days are counted from the present."""
        self.content = content
        self.ground = ground
        self.start = clock.now().replace(second=0, microsecond=0)
        self.ids: dict[str, int] = {}
        self.drawn: dict[str, files.Accepted] = {}

    def moment(self, offset: float) -> datetime:
        """The moment so many days from now."""
        return self.start + timedelta(days=offset)

    def hour(self, offset: float, hour: int) -> datetime:
        """A full hour of the site's clock on the day so many days from now; never in the past of a day ahead."""
        found = local(self.moment(offset)).replace(hour=hour, minute=0, second=0, microsecond=0)
        if offset > 0 and found <= self.start:
            found += timedelta(days=1)
        return found.astimezone(UTC)

    def steps(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """What to do and on which day, for every publication."""
        for item in self.content.items:
            yield min(item.offset, -0.01), partial(self._publish, item)
            if item.withdrawn is not None:
                yield -item.withdrawn.days_ago, partial(self._withdraw, item.slug, item.withdrawn)
        yield 0, self._relate

    def publication(self, slug: str) -> Publication:
        """What was published under a slug."""
        found = queries.publication(self.ids[slug])
        assert found is not None  # noqa: S101 - it was made by this very object
        return found

    def _publish(self, item: shapes.Plan | shapes.Post) -> None:
        pictures = {name: self._drawn(name) for name in [*sorted(figure_names(item.body)), *_lead(item)]}
        with clock.pretending(self.moment(min(item.offset, -0.01))), unit_of_work():
            stored = {name: files.store(picture) for name, picture in pictures.items()}
            made = self._plan(item) if isinstance(item, shapes.Plan) else self._post(item, stored)
            body = with_pictures(item.body, lambda name: stored[name].path)
            for name in sorted(figure_names(item.body)):
                actions.attach(self.ground.editor, publication=made, stored=stored[name], title=name, inline=True)
            actions.save_revision(
                self.ground.editor,
                publication=made,
                base_revision=made.latest_revision,
                title=item.title,
                standfirst=item.standfirst,
                body=body,
            )
            later = self.hour(item.offset, 9) if item.offset > 0 else None
            actions.publish(self.ground.editor, publication=made, at=later)
            self.ids[item.slug] = made.id

    def _plan(self, plan: shapes.Plan) -> Plan:
        status = PlanStatus.OPEN_FOR_COMMENT if plan.withdrawn else PlanStatus(plan.status)
        made = actions.create_plan(
            self.ground.editor,
            title=plan.title,
            slug=plan.slug,
            standfirst=plan.standfirst,
            body=plan.title,
            status=status,
            first_year=plan.years[0],
            last_year=plan.years[1],
            contact_name=plan.contact.name,
            contact_role=plan.contact.role,
            contact_email=plan.contact.email,
            contact_phone=plan.contact.phone,
            areas=[self.ground.areas[code] for code in plan.areas],
            topics=[self.ground.topics[slug] for slug in plan.topics],
        )
        self._arrange(made, plan)
        return made

    def _arrange(self, made: Plan, plan: shapes.Plan) -> None:
        editor = self.ground.editor
        actions.set_organisations(editor, plan=made, parts=[self._part(role) for role in plan.organisations])
        actions.set_milestones(editor, plan=made, milestones=[self._milestone(m) for m in plan.milestones])
        actions.set_workstreams(editor, plan=made, workstreams=[self._workstream(w) for w in plan.workstreams])
        for attachment in plan.attachments:
            data = (Path(self.content.files) / attachment.file).read_bytes()
            stored = files.store(files.accept_document(attachment.file, data))
            actions.attach(editor, publication=made, stored=stored, title=attachment.title)

    def _part(self, role: shapes.Role) -> OrganisationPart:
        return OrganisationPart(
            self.ground.organisations[role.organisation],
            OrganisationRole(role.role),
            may_edit="edit" in role.rights,
            may_approve="approve" in role.rights,
            may_reply="reply" in role.rights,
        )

    def _milestone(self, line: shapes.Milestone) -> MilestoneLine:
        return MilestoneLine(self._day(line.offset), line.title, _STATES[line.state])

    def _workstream(self, line: shapes.Workstream) -> WorkstreamLine:
        return WorkstreamLine(
            line.title,
            line.description,
            line.lead,
            self._day(line.starts_in_days),
            self._day(line.ends_in_days),
            line.status,
            [self.ground.areas[code] for code in line.areas],
        )

    def _day(self, offset: float) -> date:
        return local(self.start + timedelta(days=offset)).date()

    def _post(self, post: shapes.Post, stored: dict[str, files.StoredFile]) -> Post:
        known = self.ground.organisations.get(post.byline.organisation or "")
        answers = self.publication(post.answers_plan) if post.answers_plan else None
        return actions.create_post(
            self.ground.editor,
            section=self.ground.sections[post.section],
            title=post.title,
            slug=post.slug,
            standfirst=post.standfirst,
            body=post.title,
            dated=self._day(post.offset),
            byline_name=post.byline.name,
            byline_role=post.byline.role or "",
            byline_organisation=known.name if known else post.byline.organisation or "",
            picture=stored[post.picture.name] if post.picture else None,
            picture_alt=post.picture.alt if post.picture else "",
            picture_caption=post.picture.caption if post.picture else "",
            areas=[self.ground.areas[code] for code in post.areas],
            topics=[self.ground.topics[slug] for slug in post.topics],
            answers=answers if isinstance(answers, Plan) else None,
        )

    def _withdraw(self, slug: str, withdrawn: shapes.Withdrawal) -> None:
        with clock.pretending(self.moment(-withdrawn.days_ago)), unit_of_work():
            actions.withdraw(self.ground.editor, publication=self.publication(slug), reason=withdrawn.reason)

    def _relate(self) -> None:
        for post in self.content.posts:
            others = [(self.publication(slug), "") for slug in post.related]
            others += [
                (self.publication(more.slug), more.title) for more in post.read_more if more.slug not in post.related
            ]
            if others:
                with unit_of_work():
                    actions.set_related(self.ground.editor, publication=self.publication(post.slug), others=others)

    def _drawn(self, name: str) -> files.Accepted:
        if name not in self.drawn:
            self.drawn[name] = files.encode_picture(f"{name}.jpg", draw(name, SEED))
        return self.drawn[name]


def _lead(item: shapes.Plan | shapes.Post) -> list[str]:
    return [item.picture.name] if isinstance(item, shapes.Post) and item.picture else []
