"""What people say in the demonstration, in the order in which they said it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from engage.comments import actions, queries
from engage.comments.models import Comment, ModerationMode, Reason, Thread
from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR, Viewer
from engage.demo import content_types as shapes
from engage.demo.texts import Texts
from engage.moderation.actions import Read, decide
from engage.moderation.models import Verdict
from engage.publishing.queries import live_blocks

HOURS_LATER = timedelta(hours=5)


class Talk:
    """Opens the threads and lets the content's people speak in them."""

    def __init__(self, texts: Texts) -> None:
        """Speak about what these texts published."""
        self.texts = texts
        self.moderator = texts.ground.moderator
        self.said: dict[str, int] = {}

    def steps(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """What to do and on which day."""
        for item in self.texts.content.items:
            yield min(item.offset, -0.01) + 0.0001, partial(self._open, item)
            yield -0.0001, partial(self._settle, item)
        for comment in self.texts.content.comments:
            yield -comment.days_ago, partial(self._say, comment)

    def _open(self, item: shapes.Plan | shapes.Post) -> None:
        if not item.comments.open and item.slug not in {c.publication for c in self.texts.content.comments}:
            return
        with clock.pretending(self.texts.moment(min(item.offset, -0.01))), unit_of_work():
            actions.set_thread(
                self.moderator,
                publication=self.texts.publication(item.slug),
                mode=ModerationMode(item.comments.mode),
                is_open=True,
                question=_question(item),
            )

    def _settle(self, item: shapes.Plan | shapes.Post) -> None:
        rules = item.comments
        closes = self.texts.hour(rules.closes_in_days, 17) if rules.closes_in_days is not None else None
        ends = closes if closes is not None and closes < clock.now() else clock.now()
        with clock.pretending(ends), unit_of_work():
            actions.set_thread(
                self.moderator,
                publication=self.texts.publication(item.slug),
                mode=ModerationMode(rules.mode),
                is_open=rules.open,
                closes_at=closes if rules.open else None,
                closed_reason=rules.closed_reason or "",
                question=_question(item),
            )

    def _say(self, said: shapes.Comment) -> None:
        moment = self.texts.moment(-said.days_ago)
        with clock.pretending(moment), unit_of_work():
            comment = self._send(said)
        if said.key:
            self.said[f"{said.publication}/{said.key}"] = comment.id
        if said.state != "waiting":
            self._decide(said, comment.id)

    def _send(self, said: shapes.Comment) -> Comment:
        publication = self.texts.publication(said.publication)
        author = said.author
        speaker = self.texts.ground.viewers[author.account] if author.account else VISITOR
        official = self.texts.ground.organisations[said.official] if said.official else None
        waits = said.state in ("waiting", "rejected")
        thread = queries.thread_of(publication.id)
        usual = thread.mode
        if waits:
            self._moderate(thread, ModerationMode.BEFORE)
        comment = actions.send_comment(
            speaker,
            publication=publication,
            body=said.text,
            name=author.name,
            email=None if author.account else author.email,
            role_title=author.role or "",
            organisation_name=self._organisation_name(author.organisation),
            anchor=self._anchor(said),
            parent=self._parent(said),
            official_for=official,
        )
        if not author.account:
            actions.confirm_comment(VISITOR, comment=comment)
        self._moderate(queries.thread_of(publication.id), usual)
        return comment

    def _moderate(self, thread: Thread, mode: ModerationMode) -> None:
        """Moderate before or after publication from now on, as on a day when somebody decided so."""
        if thread.mode is not mode:
            thread.mode = mode
            db.session.flush()

    def _organisation_name(self, given: str | None) -> str:
        known = self.texts.ground.organisations.get(given or "")
        return known.name if known else given or ""

    def _anchor(self, said: shapes.Comment) -> str | None:
        if said.block is None:
            return None
        blocks = live_blocks(self.texts.publication(said.publication))
        return next(b.anchor for b in blocks if " ".join(b.text.split()).startswith(said.block) and b.kind != "heading")

    def _parent(self, said: shapes.Comment) -> Comment | None:
        if said.reply_to is None:
            return None
        return queries.comment(self.said[f"{said.publication}/{said.reply_to}"])

    def _decide(self, said: shapes.Comment, comment_id: int) -> None:
        moment = min(self.texts.moment(-said.days_ago) + HOURS_LATER, clock.now())
        with clock.pretending(moment), unit_of_work():
            comment = queries.comment(comment_id)
            assert comment is not None  # noqa: S101 - it was sent a moment ago
            reason = self._reason(said)
            read = Read(revision=1, seen=0)
            if said.state == "rejected":
                decide(self.moderator, comment=comment, verdict=Verdict.REJECTED, read=read, reason=reason)
                return
            if comment.waits:
                approved = decide(self.moderator, comment=comment, verdict=Verdict.APPROVED, read=read)
                read = Read(revision=1, seen=approved.id)
            self._after(said, comment, reason, read)

    def _after(self, said: shapes.Comment, comment: Comment, reason: Reason | None, read: Read) -> None:
        if said.state == "reported" and reason:
            key = f"demonstration-{comment.id}"
            actions.report_comment(VISITOR, comment=comment, reason=reason, source_key=key, text=said.report or "")
        elif said.state == "hidden":
            decide(self.moderator, comment=comment, verdict=Verdict.HIDDEN, read=read, reason=reason)
        elif said.state == "withdrawn":
            actions.withdraw_comment(self._writer(said), comment=comment)

    def _writer(self, said: shapes.Comment) -> Viewer:
        return self.texts.ground.viewers[said.author.account] if said.author.account else VISITOR

    def _reason(self, said: shapes.Comment) -> Reason | None:
        return queries.reason(said.reason) if said.reason else None


def _question(item: shapes.Plan | shapes.Post) -> str:
    own = item.question if isinstance(item, shapes.Post) else None
    return own or item.comments.question or ""
