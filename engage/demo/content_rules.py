"""What must hold between the parts of the demonstration's content."""

from collections import Counter
from collections.abc import Iterator

from engage.demo.content_blocks import block_texts, internal_links
from engage.demo.content_types import Comment, Content, Page, Plan, Post
from engage.demo.pictures import MOTIFS, motif

STATUSES = {
    "in_preparation",
    "open_for_comment",
    "being_decided",
    "decided",
    "in_progress",
    "done",
    "withdrawn",
}
PAGES = {"about", "privacy", "cookies", "accessibility", "moderation-policy", "help"}


def check(content: Content) -> None:
    """Raise one ValueError that lists everything wrong."""
    found = [problem for rule in RULES for problem in rule(content)]
    if found:
        raise ValueError("The demonstration's content does not hold together:\n  " + "\n  ".join(found))


def _repeated(content: Content) -> Iterator[str]:
    kinds = {
        "area": [area.code for area in content.areas],
        "topic": [topic.slug for topic in content.topics],
        "organisation": [organisation.slug for organisation in content.organisations],
        "reason": [reason.key for reason in content.reasons],
        "account": [account.key for account in content.accounts],
        "address": [account.email for account in content.accounts],
        "publication": [item.slug for item in content.items],
        "comment": [comment.key for comment in content.comments if comment.key],
    }
    for kind, keys in kinds.items():
        yield from (f"{kind} {key} is there {n} times" for key, n in Counter(keys).items() if n > 1)


def _areas(content: Content) -> Iterator[str]:
    known = {area.code for area in content.areas}
    yield from (f"area {a.code}: no parent {a.parent}" for a in content.areas if a.parent and a.parent not in known)
    named = [
        *((o.slug, o.areas) for o in content.organisations),
        *((item.slug, item.areas) for item in content.items),
        *((plan.slug, stream.areas) for plan in content.plans for stream in plan.workstreams),
    ]
    yield from (f"{owner}: no area {code}" for owner, codes in named for code in codes if code not in known)


def _topics(content: Content) -> Iterator[str]:
    known = {topic.slug for topic in content.topics}
    yield from (f"{item.slug}: no topic {slug}" for item in content.items for slug in item.topics if slug not in known)


def _organisations(content: Content) -> Iterator[str]:
    known = {organisation.slug for organisation in content.organisations}
    named: list[tuple[str, str | None]] = [
        *((account.key, account.organisation) for account in content.accounts),
        *((plan.slug, role.organisation) for plan in content.plans for role in plan.organisations),
        *((comment.text[:40], comment.official) for comment in content.comments),
    ]
    yield from (f"{owner}: no organisation {slug}" for owner, slug in named if slug and slug not in known)


def _plans(content: Content) -> Iterator[str]:
    yield from (f"no plan is {status}" for status in STATUSES - {plan.status for plan in content.plans})
    for plan in content.plans:
        yield from (f"{plan.slug}: {problem}" for problem in _plan(plan, content))


def _plan(plan: Plan, content: Content) -> Iterator[str]:
    if (plan.withdrawn is None) == (plan.status == "withdrawn"):
        yield "withdrawn without saying why, or the other way about"
    if not any(role.role in ("lead", "responsible") for role in plan.organisations):
        yield "nobody leads it"
    if not plan.comments.open and not plan.comments.closed_reason:
        yield "closed to comments without a reason"
    for milestone in plan.milestones:
        if (milestone.offset > 0) != (milestone.state == "planned"):
            yield f"milestone {milestone.title!r} is {milestone.state} on day {milestone.offset}"
    yield from (f"no file {a.file}" for a in plan.attachments if not (content.files / a.file).is_file())


def _posts(content: Content) -> Iterator[str]:
    sections = {section.slug for section in content.sections}
    used = {post.section for post in content.posts}
    yield from (f"no post is in the section {slug}" for slug in sections - used)
    for post in content.posts:
        yield from (f"{post.slug}: {problem}" for problem in _post(post, content, sections))


def _post(post: Post, content: Content, sections: set[str]) -> Iterator[str]:
    if post.section not in sections:
        yield f"no section {post.section}"
    if (post.answers_plan is not None) != (post.section == "statement"):
        yield "a statement answers a plan, and nothing else does"
    if post.answers_plan and post.answers_plan not in {plan.slug for plan in content.plans}:
        yield f"no plan {post.answers_plan}"
    named = (*post.related, *(more.slug for more in post.read_more))
    yield from (f"no publication {slug}" for slug in named if slug not in content.publications)


def _links(content: Content) -> Iterator[str]:
    known = {f"/plans/{plan.slug}/" for plan in content.plans}
    known |= {f"/posts/{post.section}/{post.slug}/" for post in content.posts}
    known |= {f"/{page}/" for page in PAGES} | {f"/organisations/{o.slug}/" for o in content.organisations}
    known |= {"/plans/", "/posts/", "/account/sign-in/", "/search/"}
    documents: tuple[Plan | Post | Page, ...] = (*content.items, *content.pages)
    for item in documents:
        yield from (f"{item.slug}: links to {link}" for link in internal_links(item.body) if link not in known)


def _pictures(content: Content) -> Iterator[str]:
    yield from (f"nothing draws the picture {name}" for name in content.pictures if motif(name) not in MOTIFS)


def _pages(content: Content) -> Iterator[str]:
    yield from (f"no page {slug}" for slug in PAGES - {page.slug for page in content.pages})


def _comments(content: Content) -> Iterator[str]:
    keyed = {comment.key: comment for comment in content.comments if comment.key}
    reasons = {reason.key for reason in content.reasons}
    for comment in content.comments:
        problems = (
            *_comment(comment, content),
            *_fate(comment, reasons),
            *_reply(comment, keyed),
            *_official(comment, content),
        )
        yield from (f"{comment.publication}, {comment.text[:50]!r}: {problem}" for problem in problems)


def _comment(comment: Comment, content: Content) -> Iterator[str]:
    item = content.publications.get(comment.publication)
    if item is None:
        yield "no such publication"
        return
    closes = item.comments.closes_in_days
    if -comment.days_ago < item.offset or (closes is not None and -comment.days_ago > closes):
        yield "comments were not open then"
    if comment.block:
        n = sum(text.startswith(comment.block) for text in block_texts(item.body))
        if n != 1:
            yield f"{n} blocks open with {comment.block!r}"


def _fate(comment: Comment, reasons: set[str]) -> Iterator[str]:
    judged = comment.state in ("rejected", "reported", "hidden")
    if judged != (comment.reason in reasons):
        yield "a rejected, reported or hidden comment has a reason from the list, and no other has"
    if (comment.state == "reported") != bool(comment.report):
        yield "a reported comment says what the reporter wrote, and no other does"
    if (comment.state == "hidden") != bool(comment.hidden_reason):
        yield "a hidden comment says why, and no other does"


def _reply(comment: Comment, keyed: dict[str, Comment]) -> Iterator[str]:
    if comment.reply_to is None:
        return
    parent = keyed.get(comment.reply_to)
    if parent is None or parent.publication != comment.publication:
        yield f"replies to nothing called {comment.reply_to} there"
    elif parent.days_ago <= comment.days_ago:
        yield f"answers {comment.reply_to} before it was written"
    elif parent.state in ("waiting", "rejected"):
        yield "replies to a comment that was never published"


def _official(comment: Comment, content: Content) -> Iterator[str]:
    if comment.official is None:
        return
    staff = {account.key: account.organisation for account in (*content.staff, *content.officials)}
    if comment.author.account is None or staff.get(comment.author.account) != comment.official:
        yield "official, but not by that organisation's staff"
    item = content.publications.get(comment.publication)
    roles = item.organisations if isinstance(item, Plan) else ()
    if not any(role.organisation == comment.official and "reply" in role.rights for role in roles):
        yield f"{comment.official} may not reply there"


RULES = (
    _repeated, _areas, _topics, _organisations, _plans, _posts, _links, _pictures, _pages, _comments,
)  # fmt: skip
