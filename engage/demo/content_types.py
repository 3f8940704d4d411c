"""The shapes of the demonstration's content. A misspelt field in a file is refused, not ignored."""

from pathlib import Path
from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from engage.demo.content_blocks import figure_names

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)

Status = Literal["in_preparation", "open_for_comment", "being_decided", "decided", "in_progress", "done", "withdrawn"]
CommentState = Literal["published", "waiting", "rejected", "reported", "hidden", "withdrawn"]


@dataclass(frozen=True, config=_STRICT)
class Area:
    """A place in the tree; the nation has no parent."""

    code: str
    name: str
    kind: Literal["nation", "region", "system", "place"]
    parent: str | None


@dataclass(frozen=True, config=_STRICT)
class Topic:
    """A subject tag."""

    slug: str
    name: str
    description: str


@dataclass(frozen=True, config=_STRICT)
class Organisation:
    """A body or a group that owns plans, answers them or is written about."""

    slug: str
    name: str
    short_name: str
    kind: Literal[
        "integrated_care_board",
        "trust",
        "council",
        "patients_association",
        "local_group",
        "professional_body",
    ]
    areas: tuple[str, ...]
    description: str
    website: str
    email: str


@dataclass(frozen=True, config=_STRICT)
class Section:
    """A section of the site's posts, with what it is for."""

    slug: str
    name: str
    singular: str
    introduction: str


@dataclass(frozen=True, config=_STRICT)
class Reason:
    """Why a comment is not published: the rule, what the writer is told, and how to revise."""

    key: str
    rule: int
    label: str
    text: str
    revise: str


@dataclass(frozen=True, config=_STRICT)
class Account:
    """Somebody who can sign in; members of the public have no role but `member`."""

    key: str
    name: str
    email: str
    title: str | None
    organisation: str | None
    role: Literal["member", "author", "editor", "moderator", "officer", "analyst", "administrator"] = "member"


@dataclass(frozen=True, config=_STRICT)
class Names:
    """First and last names that a loader combines into subscribers."""

    first: tuple[str, ...]
    last: tuple[str, ...]


@dataclass(frozen=True, config=_STRICT)
class Moment:
    """A day in the past or the future, counted from now."""

    days_ago: float | None = None
    in_days: float | None = None

    def __post_init__(self) -> None:
        if (self.days_ago is None) == (self.in_days is None):
            raise ValueError("exactly one of days_ago and in_days")

    @property
    def offset(self) -> float:
        """Days from now; negative in the past."""
        return self.in_days if self.in_days is not None else -(self.days_ago or 0.0)


@dataclass(frozen=True, config=_STRICT)
class Milestone(Moment):
    """A date in a plan's timetable."""

    title: str = ""
    state: Literal["planned", "done", "late"] = "planned"


@dataclass(frozen=True, config=_STRICT)
class Picture:
    """A picture that `engage.demo.pictures.draw` makes from its name."""

    name: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, config=_STRICT)
class Role:
    """What an organisation is to a plan, and what its people may do with it; leading means all."""

    organisation: str
    role: Literal["lead", "partner", "funder", "responsible"]
    may: tuple[Literal["edit", "approve", "reply"], ...] | None = None

    @property
    def rights(self) -> frozenset[str]:
        """What is stated, or else everything for those who lead or answer for the plan and nothing for others."""
        if self.may is not None:
            return frozenset(self.may)
        return frozenset({"edit", "approve", "reply"} if self.role in ("lead", "responsible") else ())


@dataclass(frozen=True, config=_STRICT)
class Contact:
    """Whom to ask about a plan."""

    name: str
    role: str
    email: str
    phone: str


@dataclass(frozen=True, config=_STRICT)
class Workstream:
    """A part of a plan with its own lead and dates."""

    title: str
    lead: str
    areas: tuple[str, ...]
    starts_in_days: int
    ends_in_days: int
    status: Literal["Not started", "In progress", "Delayed", "Done"]
    description: str


@dataclass(frozen=True, config=_STRICT)
class Attachment:
    """A small file in content/files/."""

    title: str
    file: str


@dataclass(frozen=True, config=_STRICT)
class CommentRules:
    """Whether people may comment, and when a moderator looks."""

    mode: Literal["before", "after"]
    open: bool
    closes_in_days: float | None = None
    closed_reason: str | None = None
    question: str | None = None


@dataclass(frozen=True, config=_STRICT)
class Withdrawal:
    """Why and when something was taken back."""

    reason: str
    days_ago: float


@dataclass(frozen=True, config=_STRICT)
class Plan:
    """A plan, whole: its body is Markdown in sections."""

    title: str
    slug: str
    standfirst: str
    status: Status
    organisations: tuple[Role, ...]
    areas: tuple[str, ...]
    topics: tuple[str, ...]
    years: tuple[int, int]
    contact: Contact
    published: Moment
    picture: Picture
    milestones: tuple[Milestone, ...]
    comments: CommentRules
    body: str
    workstreams: tuple[Workstream, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    withdrawn: Withdrawal | None = None

    @property
    def offset(self) -> float:
        """Days from now when it became public."""
        return self.published.offset


@dataclass(frozen=True, config=_STRICT)
class Byline:
    """Who wrote a post; the organisation is a slug or, for a stranger to the directory, a name."""

    name: str
    role: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, config=_STRICT)
class ReadMore:
    """A further link under a post: `slug` is a plan's or a post's."""

    title: str
    slug: str


@dataclass(frozen=True, config=_STRICT)
class Post:
    """A post, whole. One of `days_ago` and `in_days` says when it is published."""

    title: str
    slug: str
    section: str
    standfirst: str
    byline: Byline
    topics: tuple[str, ...]
    areas: tuple[str, ...]
    comments: CommentRules
    body: str
    days_ago: float | None = None
    in_days: float | None = None
    picture: Picture | None = None
    question: str | None = None
    answers_plan: str | None = None
    related: tuple[str, ...] = ()
    read_more: tuple[ReadMore, ...] = ()
    withdrawn: Withdrawal | None = None

    @property
    def offset(self) -> float:
        """Days from now when it becomes public."""
        return Moment(self.days_ago, self.in_days).offset


@dataclass(frozen=True, config=_STRICT)
class Page:
    """A page that an editor keeps: about, privacy, accessibility and their like."""

    title: str
    slug: str
    body: str


@dataclass(frozen=True, config=_STRICT)
class Author:
    """Who wrote a comment: `account` is the key of somebody who signs in, None for a guest."""

    name: str
    role: str | None
    organisation: str | None
    email: str
    account: str | None


@dataclass(frozen=True, config=_STRICT)
class Comment:
    """A comment on a publication or, by the opening words in `block`, on one block of it.

    `reported` is a published comment with a report that nobody has settled; `report` is what the reporter wrote.
    """

    publication: str
    author: Author
    text: str
    days_ago: float
    key: str | None = None
    block: str | None = None
    reply_to: str | None = None
    official: str | None = None
    state: CommentState = "published"
    reason: str | None = None
    report: str | None = None
    hidden_reason: str | None = None


@dataclass(frozen=True)
class Content:
    """Everything that the demonstration shows."""

    areas: tuple[Area, ...]
    topics: tuple[Topic, ...]
    organisations: tuple[Organisation, ...]
    sections: tuple[Section, ...]
    reasons: tuple[Reason, ...]
    staff: tuple[Account, ...]
    officials: tuple[Account, ...]
    members: tuple[Account, ...]
    names: Names
    plans: tuple[Plan, ...]
    posts: tuple[Post, ...]
    pages: tuple[Page, ...]
    comments: tuple[Comment, ...]
    files: Path

    @property
    def items(self) -> tuple[Plan | Post, ...]:
        """Every publication: the plans, then the posts."""
        return (*self.plans, *self.posts)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Everybody who can sign in."""
        return (*self.staff, *self.officials, *self.members)

    @property
    def publications(self) -> dict[str, Plan | Post]:
        """Plans and posts by slug; a slug is used once over both."""
        return {item.slug: item for item in self.items}

    @property
    def pictures(self) -> frozenset[str]:
        """The name of every picture that has to be drawn."""
        leads = {item.picture.name for item in self.items if item.picture}
        return frozenset(leads.union(*(figure_names(item.body) for item in self.items)))
