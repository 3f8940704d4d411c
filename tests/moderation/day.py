"""A day at the desk, simulated: people comment and edit, a wave of spam comes, four moderators decide at once.

`python -m tests.moderation.day --whole` does it with 20,000 comments and a wave of 5,000, and says what came of it.
The moderators work in turn with what their pages showed them, so that they get into each other's way as in life.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from engage.accounts.actions import add_account, grant_role
from engage.accounts.models import Account
from engage.accounts.session import viewer_for
from engage.app import create_app
from engage.comments import actions as comments
from engage.comments import queries as comment_queries
from engage.comments.models import Comment, CommentState, ModerationMode, Thread, WaitingKind
from engage.core import clock, jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.ledger import Entry
from engage.core.migration import upgrade
from engage.core.permissions import VISITOR, Role, Viewer
from engage.core.settings import Settings
from engage.moderation import actions, kinds, queries
from engage.moderation.actions import Read
from engage.moderation.models import BulkDecision, BulkState, Decision, Verdict
from engage.publishing import actions as publishing
from engage.publishing.models import PlanStatus, Publication
from tests.support.moderation import EVERYWHERE

SPAM = "Cheap tablets for every pain at our shop, delivered today, order {} now and pay nothing at all until next week."
SAID = ("The bus stops at six.", "Nobody asked us.", "My mother was cared for well.", "It is too far.", "Thank you.")


@dataclass
class Day:
    """How a day is made, and what happened on it."""

    usual: int = 120
    spam: int = 30
    moderators: int = 4
    chance: random.Random = field(default_factory=lambda: random.Random(11))
    happened: Counter = field(default_factory=Counter)

    def run(self) -> Counter:
        """Live through it."""
        desk = [viewer_for(account) for account in _moderators(self.moderators)]
        plans, writers = _plans(), _writers(max(4, self.usual // 20))
        wave_at = self.usual // 2
        for number in range(self.usual):
            self._say(writers, plans, f"{self.chance.choice(SAID)} ({number})")
            if number == wave_at:
                self._wave(writers, plans, desk[0])
            if number % 5 == 4:
                self._work(desk)
        while self._work(desk):
            pass
        jobs.run("moderation.bulk")
        jobs.run("ledger.seal")
        return self.happened

    def _say(self, writers: list[Viewer], plans: list[int], words: str) -> None:
        writer = self.chance.choice(writers)
        with unit_of_work():
            publication = db.session.get_one(Publication, self.chance.choice(plans))
            comment = comments.send_comment(writer, publication=publication, body=words, name=writer.name)
            comment_id = comment.id
        self.happened["sent"] += 1
        if self.chance.random() < 0.05:
            with unit_of_work():
                comments.edit_comment(
                    writer, comment=db.session.get_one(Comment, comment_id), body=words + " I mean it."
                )
            self.happened["edited"] += 1

    def _wave(self, writers: list[Viewer], plans: list[int], moderator: Viewer) -> None:
        """Spam comes; somebody rejects all of it at once, takes that back, and does it again."""
        for number in range(self.spam):
            self._say(writers[:3], plans[:1], SPAM.format(number))
        wanted = queries.Filter(words="Cheap tablets")
        for again in (True, False):
            with unit_of_work():
                reason = comment_queries.reason("spam")
                bulk = actions.decide_all(
                    moderator, wanted=wanted, until=clock.now(), verdict=Verdict.REJECTED, reason=reason
                )
                bulk_id = bulk.id
            jobs.run("moderation.bulk")
            if again:
                with unit_of_work():
                    actions.undo_bulk(moderator, bulk=db.session.get_one(BulkDecision, bulk_id))
                jobs.run("moderation.bulk")
        db.session.expire_all()
        done = db.session.get_one(BulkDecision, bulk_id)
        assert done.state is BulkState.DONE
        self.happened["spam rejected together"] = done.done

    def _work(self, desk: list[Viewer]) -> bool:
        """Each moderator opens the first items; all decide by what they then saw, whoever was quicker."""
        with reading():
            db.session.expire_all()
            opened = {moderator: self._page(moderator) for moderator in desk}
        if not any(opened.values()):
            return False
        moves = [(moderator, card) for moderator, cards in opened.items() for card in cards]
        self.chance.shuffle(moves)
        for moderator, (comment_id, read) in moves:
            self._decide(moderator, comment_id, read)
        return True

    def _page(self, moderator: Viewer) -> list[tuple[int, Read]]:
        items = kinds.page_of_all(EVERYWHERE, queries.Filter(), None, 4)
        cards = queries.cards_by_id(moderator, [item.id for item in items])
        return [(card.comment.id, Read(card.comment.revision_to_read, card.seen)) for card in cards.values()]

    def _decide(self, moderator: Viewer, comment_id: int, read: Read) -> None:
        reject = self.chance.random() < 0.2
        try:
            with unit_of_work():
                decision = actions.decide(
                    moderator,
                    comment=queries.access_item(moderator, comment_id),
                    verdict=Verdict.REJECTED if reject else Verdict.APPROVED,
                    read=read,
                    reason=comment_queries.reason("rude") if reject else None,
                )
                decision_id = decision.id
        except Refused:
            self.happened["refused, since somebody was quicker"] += 1
            return
        self.happened["decided"] += 1
        if self.chance.random() < 0.02:
            with unit_of_work():
                found, comment = queries.access_decision(moderator, decision_id)
                actions.undo(moderator, decision=found, comment=comment)
            self.happened["undone"] += 1


def wrong() -> list[str]:
    """What does not hold after a day; nothing if all does."""
    found = []
    with reading():
        threads = list(db.session.scalars(sa.select(Thread.publication_id)))
    for publication_id in threads:
        with unit_of_work():
            found += [f"{each.counter} was {each.was}, is {each.now}" for each in comments.recount(publication_id)]
            found += [f"{name} was {was}, is {now}" for name, was, now in actions.recount_decisions(publication_id)]
    with reading():
        found += [*_without_reason(), *_decided_twice(), *_unseen()]
        still = sum(kinds.counts(EVERYWHERE).get(kind.value, 0) for kind in WaitingKind)
        found += [f"{still} still wait"] if still else []
    return found


def _without_reason() -> list[str]:
    bare = sa.select(Decision.id).where(Decision.verdict == Verdict.REJECTED, Decision.reason_key.is_(None))
    return [f"decision {number} has no reason" for number in db.session.scalars(bare)]


def _decided_twice() -> list[str]:
    """Two decisions that stand about one wording."""
    rows = db.session.execute(
        sa.select(Decision.comment_id, Decision.revision)
        .where(Decision.undone_at.is_(None))
        .group_by(Decision.comment_id, Decision.revision)
        .having(sa.func.count() > 1)
    )
    return [f"comment {comment_id}, wording {revision} was decided about twice" for comment_id, revision in rows]


def _unseen() -> list[str]:
    """What is public without a moderator's decision about the very wording; all threads are read before."""
    seen = sa.select(Decision.id).where(
        Decision.comment_id == Comment.id,
        Decision.revision == Comment.body_revision,
        Decision.verdict == Verdict.APPROVED,
        Decision.undone_at.is_(None),
    )
    shown = sa.select(Comment.id).where(Comment.state == CommentState.PUBLISHED, ~seen.exists())
    entries = sa.select(Entry.subject_id).where(Entry.verb == "comment.published", Entry.actor_id.is_(None))
    return [f"comment {number} is public unseen" for number in db.session.scalars(shown)] + [
        f"comment {number} was published by nobody" for number in db.session.scalars(entries)
    ]


def _moderators(number: int) -> list[Account]:
    with unit_of_work():
        found = [
            add_account(VISITOR, email=f"m{n}@example.org", name=f"Moderator {n}", confirmed=True)
            for n in range(number)
        ]
        for account in found:
            grant_role(VISITOR, account=account, role=Role.MODERATOR)
    return found


def _writers(number: int) -> list[Viewer]:
    with unit_of_work():
        found = [
            add_account(VISITOR, email=f"w{n}@example.org", name=f"Writer {n}", confirmed=True) for n in range(number)
        ]
    return [viewer_for(account) for account in found]


def _plans() -> list[int]:
    with unit_of_work():
        publishing.save_page(VISITOR, slug="moderation-policy", title="Policy", body="Be kind.")
        for place, key in enumerate(("rude", "spam")):
            comments.save_reason(
                VISITOR, key=key, rule=str(place + 1), label=key.title(), text="It is.", revise="", position=place
            )
        plans = [
            publishing.create_plan(
                VISITOR,
                title=f"Plan {number}",
                slug=f"plan-{number}",
                standfirst="A plan.",
                body="A paragraph.",
                status=PlanStatus.OPEN_FOR_COMMENT,
            )
            for number in range(4)
        ]
        for plan in plans:
            publishing.publish(VISITOR, publication=plan)
            comments.set_thread(VISITOR, publication=plan, mode=ModerationMode.BEFORE, is_open=True)
    return [plan.id for plan in plans]


def main() -> int:
    """Live through a day on a site of its own, and say what is wrong; the status is 0 when nothing is."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--whole", action="store_true", help="20,000 comments and a wave of 5,000")
    day = Day(usual=15_000, spam=5_000) if ask.parse_args().whole else Day()
    with tempfile.TemporaryDirectory(prefix="engage-day-") as folder:
        app = create_app(Settings(data_dir=Path(folder), sqlite_synchronous="OFF"))
        with app.app_context():
            upgrade()
            happened, faults = day.run(), wrong()
            db.session.remove()
            db.engine.dispose()
    print("\n".join(f"{number:>7,} {what}" for what, number in happened.items()))  # noqa: T201 - a command
    print("\n".join(faults) or "Counters equal a recount, and nothing was decided twice or published unseen.")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
