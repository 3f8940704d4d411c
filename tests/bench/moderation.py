"""How fast the moderators' desk is with little and with much waiting, and how fast decisions are taken."""

import random
import time
from collections.abc import Callable
from statistics import median

import sqlalchemy as sa

from engage.accounts.models import Account
from engage.accounts.session import viewer_for
from engage.comments.models import Waiting, WaitingKind
from engage.core import jobs
from engage.core.database import db, reading, unit_of_work
from engage.moderation import actions, kinds, queries
from engage.moderation.actions import Read
from engage.moderation.models import BulkDecision, BulkState, Verdict
from engage.screening.checks import Compiled, Terms, screen
from engage.screening.models import RuleAction, RuleKind
from tests.bench.decisions import driver_decides, rows_of_newest
from tests.bench.desk import fill, forget_waiting, let_wait
from tests.bench.ground import Ground, ground
from tests.bench.measure import Figure, compare, in_turn
from tests.support.moderation import EVERYWHERE
from tests.support.statements import counted

COMMENTS, MANY, FEW = 2_000_000, 100_000, 1_000
ROUNDS, LOOKS, DECISIONS, BULK = 7, 12, 60, 5_000
WORDS = 10_000
CONSONANTS, VOWELS = "bcdfghklmnprstvw", "aeiou"


def run(scale: float = 1.0) -> list[Figure]:
    """Every figure of the issue that asks for the desk."""
    comments = max(20_000, int(COMMENTS * scale))
    many, few = max(4_000, int(MANY * scale)), max(100, int(FEW * scale))
    with ground(0, dev_mail=True, moderation_undo_minutes=0) as site:
        moderator_id = fill(site, comments)
        let_wait(site, few, comments)
        with_few = _looks(site)
        forget_waiting(site)
        let_wait(site, many, comments)
        with_many = _looks(site)
        figures = [*_pages(with_few, with_many), _deciding(site, moderator_id), *_bulk(site, moderator_id, scale)]
    return [*figures, *_screening()]


def _looks(site: Ground) -> dict[str, tuple[list[float], int]]:
    """Seconds and statements of the first page of the queue, and of the item that comes next."""
    with site.app.app_context(), reading():
        items = kinds.page_of_all(EVERYWHERE, queries.Filter(), None, 2)
        following = f"/staff/moderation/{items[1].id}/"
    client = site.app.test_client(use_cookies=False)

    def get(path: str) -> float:
        began = time.perf_counter()
        answer = client.get(path, headers={"Cookie": site.cookie})
        assert answer.status_code == 200, answer.status
        return time.perf_counter() - began

    found = {}
    for name, path in (("first page", "/staff/moderation/"), ("next item", following)):
        get(path)
        with site.app.app_context(), counted() as statements:
            get(path)
        found[name] = ([median(get(path) for _ in range(LOOKS)) for _ in range(ROUNDS)], len(statements))
    return found


def _pages(few: dict, many: dict) -> list[Figure]:
    figures = []
    for name in ("first page", "next item"):
        (slow, statements), (quick, _) = many[name], few[name]
        took, base = median(slow) * 1000, median(quick) * 1000
        spread = (min(slow) * 1000, max(slow) * 1000)
        figures += [
            Figure(f"{name}, SQL statements", statements, "statements", 15, 1.0, at_most=True),
            Figure(f"{name}, much waiting beside little", took, "ms", base, 1.5, at_most=True, spread=spread),
        ]
    return figures


def _deciding(site: Ground, moderator_id: int) -> Figure:
    """Decisions with their ledger entries, counters, seals and mails, beside the same rows by the driver."""
    with site.app.app_context():
        _afterwards()
        waiting = _newest_waiting(DECISIONS * (2 * ROUNDS + 1))
        _decide(moderator_id, waiting[:1])
        template = rows_of_newest(site)
        assert len(template["ledger_entry"]) >= 2, "a decision leaves two entries"
        assert template["outbox_message"], "a decision leads to a mail"
        left = iter(waiting[1:])

        def ours() -> float:
            chosen = [next(left) for _ in range(DECISIONS)]
            began = time.perf_counter()
            _decide(moderator_id, chosen)
            return len(chosen) / (time.perf_counter() - began)

        def drivers() -> float:
            return driver_decides(site, template, [next(left) for _ in range(DECISIONS)])

        taken = in_turn(ROUNDS - 1, {"ours": ours, "driver": drivers})
    name = "a decision with ledger entry, counters and mail"
    return compare(name, taken["ours"], taken["driver"], bar=0.15, unit="decisions/s")


def _newest_waiting(number: int) -> list[int]:
    with reading():
        top = sa.select(Waiting.comment_id).where(Waiting.kind == WaitingKind.COMMENT)
        wanted = top.order_by(Waiting.since.desc()).limit(number)
        return list(db.session.scalars(wanted))


def _decide(moderator_id: int, comment_ids: list[int]) -> None:
    """One unit of work for each, then what the worker does of it all."""
    with reading():
        viewer = viewer_for(db.session.get_one(Account, moderator_id))
    for comment_id in comment_ids:
        with unit_of_work():
            comment = queries.access_item(viewer, comment_id)
            actions.decide(viewer, comment=comment, verdict=Verdict.APPROVED, read=Read(comment.revision_to_read, 0))
        db.session.remove()
    _afterwards()


def _afterwards() -> None:
    """What the worker does with what was decided; what goes wrong is not swallowed here."""
    for name in ("ledger.seal", "mail.notices"):
        jobs.registered()[name].act()


def _bulk(site: Ground, moderator_id: int, scale: float) -> list[Figure]:
    """A bulk decision: how long the request takes, and how long the worker."""
    wanted_size = max(200, int(BULK * scale))
    with site.app.app_context():
        with reading():
            viewer = viewer_for(db.session.get_one(Account, moderator_id))
            waiting = sa.select(Waiting.since).where(Waiting.kind == WaitingKind.COMMENT).order_by(Waiting.since)
            sinces = list(db.session.scalars(waiting.limit(wanted_size)))
        began = time.perf_counter()
        with unit_of_work():
            bulk = actions.decide_all(
                viewer,
                wanted=queries.Filter(kind="comment"),
                until=sinces[-1],
                verdict=Verdict.APPROVED,
            )
        accepted = time.perf_counter() - began
        began = time.perf_counter()
        jobs.run("moderation.bulk")
        carried = time.perf_counter() - began
        db.session.expire_all()
        done = db.session.get_one(BulkDecision, bulk.id)
        assert done.state is BulkState.DONE, done.state
        assert done.done == done.total == len(sinces), (done.done, done.left, done.total)
    return [
        Figure(f"bulk decision of {done.total}: accepted", accepted, "s", 1.0, 1.0, at_most=True),
        Figure(f"bulk decision of {done.total}: by the worker", done.total / carried, "decisions/s", 1.0, 1.0),
    ]


def _screening() -> list[Figure]:
    """One comment against ten thousand words, and hostile text of growing length."""
    chance = random.Random(7)
    words = ["".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(5)) for _ in range(WORDS)]
    rule = Terms(1, RuleKind.WORDS, RuleAction.HOLD, "Words", "It holds words that we look at.", entries=tuple(words))
    compiled = Compiled.of([rule])
    plain = " ".join(chance.choice(words)[::-1] for _ in range(120))[:1_000]
    hostile = "".join(" ".join(word) + "." for word in words)

    def took(text: str) -> Callable[[], float]:
        def once() -> float:
            began = time.perf_counter()
            screen(text, compiled)
            return time.perf_counter() - began

        return lambda: median(once() for _ in range(5))

    taken = in_turn(
        ROUNDS,
        {"comment": took(plain), "short": took(hostile[:10_000]), "long": took(hostile[:100_000])},
    )
    milliseconds = median(taken["comment"]) * 1000
    per_short, per_long = median(taken["short"]) / 10_000, median(taken["long"]) / len(hostile[:100_000])
    comment = f"{len(plain):,} characters against {WORDS:,} words"
    return [
        Figure(comment, milliseconds, "ms", 1.0, 1.0, at_most=True),
        Figure("each hostile character, 100 kB beside 10 kB", per_long * 1e6, "µs", per_short * 1e6, 1.3, at_most=True),
    ]
