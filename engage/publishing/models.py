"""Publications: plans and posts, each revision kept whole, each block with an anchor for life."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.database import Base, personal, stored_enum
from engage.publishing.live import Live

BOLD_LINE_LENGTH = 240
PUBLIC_RECORD = "for as long as the publication stands"


class PublicationKind(StrEnum):
    """A plan or a post."""

    PLAN = "plan"
    POST = "post"


class PlanStatus(StrEnum):
    """Where a plan stands."""

    IN_PREPARATION = "in_preparation"
    OPEN_FOR_COMMENT = "open_for_comment"
    BEING_DECIDED = "being_decided"
    DECIDED = "decided"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The status as people read it."""
        return self.value.replace("_", " ").capitalize()


class OrganisationRole(StrEnum):
    """What an organisation is to a plan."""

    LEAD = "lead"
    PARTNER = "partner"
    FUNDER = "funder"
    RESPONSIBLE = "responsible"


class MilestoneState(StrEnum):
    """Whether a milestone was reached; a planned one past its date is shown as late."""

    PLANNED = "planned"
    DONE = "done"
    LATE = "late"


class PostSection(Base):
    """A section of the site that posts belong to."""

    __tablename__ = "post_section"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    singular: Mapped[str]
    introduction: Mapped[str]
    position: Mapped[int]


class Publication(Live, Base):
    """What plans and posts have in common; public from `publish_at` on, and still shown, marked, once withdrawn.

    The texts are those of the live revision, or of the newest one before the first publication.
    """

    __tablename__ = "publication"
    __table_args__ = (
        Index("ix_publication_publish_at", "kind", "publish_at", "id"),
        Index("ix_publication_next_at", "next_at"),
        UniqueConstraint("kind", "slug"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PublicationKind] = mapped_column(stored_enum(PublicationKind, "kind"))
    slug: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    publish_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    latest_revision: Mapped[int] = mapped_column(default=0)

    __mapper_args__ = {"polymorphic_on": "kind"}
    WHEN = ("publish_at", "withdrawn_at", "standing_revision", "next_at", "next_revision")

    def is_public(self, now: datetime) -> bool:
        """Whether anybody may see it: the one definition, in Python."""
        return self.standing_revision is not None and self.publish_at is not None and self.publish_at <= now

    @classmethod
    def public(cls, now: datetime) -> ColumnElement[bool]:
        """Whether anybody may see it: the one definition, in SQL."""
        return and_(cls.standing_revision.is_not(None), cls.publish_at <= now)

    @classmethod
    def listed(cls, now: datetime) -> ColumnElement[bool]:
        """Whether it stands in lists, feeds, search and digests: public and not withdrawn."""
        return and_(cls.public(now), cls.withdrawn_at.is_(None))

    @property
    def scope(self) -> str:
        """The cache scope of its pages."""
        return f"publication:{self.id}"


class Plan(Publication):
    """What a public body means to do."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    status: Mapped[PlanStatus] = mapped_column(stored_enum(PlanStatus, "status"))
    first_year: Mapped[int | None]
    last_year: Mapped[int | None]
    contact_name: Mapped[str] = mapped_column(
        default="", info=personal("whom to ask about the plan", "public task", PUBLIC_RECORD)
    )
    contact_role: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(
        default="", info=personal("whom to ask about the plan", "public task", PUBLIC_RECORD)
    )
    contact_phone: Mapped[str] = mapped_column(
        default="", info=personal("whom to ask about the plan", "public task", PUBLIC_RECORD)
    )

    milestones: Mapped[list["Milestone"]] = relationship(
        lazy="raise", order_by="Milestone.on", cascade="all, delete-orphan"
    )
    workstreams: Mapped[list["Workstream"]] = relationship(
        lazy="raise", order_by="Workstream.position", cascade="all, delete-orphan"
    )
    organisations: Mapped[list["PlanOrganisation"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    __mapper_args__ = {"polymorphic_identity": PublicationKind.PLAN, "polymorphic_load": "inline"}


class Post(Publication):
    """A dated text in a section of the site."""

    __tablename__ = "post"

    id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("post_section.id"), index=True)
    byline_name: Mapped[str] = mapped_column(
        default="", info=personal("who wrote the post", "public task", PUBLIC_RECORD)
    )
    byline_role: Mapped[str] = mapped_column(default="")
    byline_organisation: Mapped[str] = mapped_column(default="")
    dated: Mapped[date]
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    picture_alt: Mapped[str] = mapped_column(default="")
    picture_caption: Mapped[str] = mapped_column(default="")
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), index=True)

    section: Mapped[PostSection] = relationship(lazy="raise")

    __mapper_args__ = {
        "polymorphic_identity": PublicationKind.POST,
        "polymorphic_load": "inline",
        "inherit_condition": id == Publication.id,
    }


class Revision(Base):
    """One saved state of a publication: its texts never change afterwards; what is public notes when it became so."""

    __tablename__ = "revision"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    title: Mapped[str]
    standfirst: Mapped[str]
    body: Mapped[str]
    details: Mapped[str] = mapped_column(default="{}")
    change_note: Mapped[str] = mapped_column(default="")
    made_live_at: Mapped[datetime | None]


class Block(Base):
    """One block of a revision: a heading, paragraph, list, table, figure or quotation, with its anchor for life."""

    __tablename__ = "block"
    __table_args__ = (Index("ix_block_anchor", "publication_id", "anchor"),)

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    anchor: Mapped[str]
    kind: Mapped[str]
    level: Mapped[int | None]
    source: Mapped[str]
    html: Mapped[str]
    text: Mapped[str]
    renderer: Mapped[int]

    @property
    def is_bold_line(self) -> bool:
        """Whether it is one short paragraph all in bold, as the questions of an interview are."""
        inner = self.html.strip().removeprefix("<p><strong>").removesuffix("</strong></p>")
        bold = f"<p><strong>{inner}</strong></p>" == self.html.strip()
        return self.kind == "paragraph" and bold and "<" not in inner and len(self.text) <= BOLD_LINE_LENGTH


class Autosave(Base):
    """What somebody is typing and has not saved: one for each page on which they type it.

    The key changes with each keeping, so that two pages which began from the same one do not overwrite each other.
    """

    __tablename__ = "autosave"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    draft: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    base_revision: Mapped[int]
    fields: Mapped[str]


class OldSlug(Base):
    """An address that a publication once had; it redirects for ever and is never given away."""

    __tablename__ = "old_slug"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PublicationKind] = mapped_column(stored_enum(PublicationKind, "kind"))
    slug: Mapped[str]
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)


class PublicationArea(Base):
    """An area that a publication is about."""

    __tablename__ = "publication_area"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True, index=True)


class PublicationTopic(Base):
    """A topic of a publication."""

    __tablename__ = "publication_topic"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, index=True)


class Related(Base):
    """A teaser below a publication for another one: `related`, or `read more` with words of its own."""

    __tablename__ = "related"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True, index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(default="")


class PlanOrganisation(Base):
    """An organisation's part in a plan, and what its people may do with it."""

    __tablename__ = "plan_organisation"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    role: Mapped[OrganisationRole] = mapped_column(stored_enum(OrganisationRole, "role"), primary_key=True)
    may_edit: Mapped[bool] = mapped_column(default=False)
    may_approve: Mapped[bool] = mapped_column(default=False)
    may_reply: Mapped[bool] = mapped_column(default=False)


class Milestone(Base):
    """One line of a plan's timetable."""

    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    on: Mapped[date]
    title: Mapped[str]
    state: Mapped[MilestoneState] = mapped_column(stored_enum(MilestoneState, "state"))

    def is_late(self, today: date) -> bool:
        """Whether it is past its date and not done, or was said to be late."""
        return self.state is MilestoneState.LATE or (self.state is MilestoneState.PLANNED and self.on < today)


class Workstream(Base):
    """A part of a plan's work."""

    __tablename__ = "workstream"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    lead: Mapped[str] = mapped_column(
        default="", info=personal("who leads the workstream", "public task", PUBLIC_RECORD)
    )
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="")

    areas: Mapped[list["WorkstreamArea"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class WorkstreamArea(Base):
    """An area in which a workstream works."""

    __tablename__ = "workstream_area"

    workstream_id: Mapped[int] = mapped_column(ForeignKey("workstream.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True, index=True)


class Attachment(Base):
    """A file of a publication: offered below it, or a picture in its body."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_publication_id", "publication_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    inline: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[datetime | None]


class SitePage(Base):
    """An editable page about the site itself: about, privacy, cookies, accessibility, moderation policy."""

    __tablename__ = "site_page"

    slug: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str]
    html: Mapped[str]
    renderer: Mapped[int]
    updated_at: Mapped[datetime]
    position: Mapped[int] = mapped_column(default=0)
