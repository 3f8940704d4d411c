"""The desk at a glance."""

from datetime import timedelta

from flask import Response, request, url_for

from engage.comments import queries as comment_queries
from engage.comments.models import WaitingKind
from engage.comments.rights import MODERATE
from engage.core import access, clock
from engage.core.access import requires
from engage.core.i18n import today
from engage.core.pages import page
from engage.moderation import kinds, panels, queries
from engage.moderation.front import blueprint
from engage.moderation.narrowing import filter_of, in_words, place_form
from engage.moderation.queries import Decided, Filter, Waits
from engage.moderation.spans import in_words as span_in_words

DAYS = 14
WATCHED = timedelta(days=7)


@blueprint.get("/figures/")
@requires(MODERATE)
def figures() -> Response:
    """What waits, what was decided, how long it took, and where it is hot."""
    wanted, now, day = filter_of(request.args), clock.now(), today()
    decided = queries.what_was_decided(wanted, day - timedelta(days=DAYS - 1))
    waits = queries.what_waits(wanted, now)
    days = [day - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]
    return page(
        "moderation/figures.html",
        wanted=wanted,
        words=in_words(wanted),
        filters=place_form(wanted),
        figures=[*_glance(waits, decided), *panels.figures_for(access.viewer())],
        waits=waits,
        other=_of_other_lists(wanted),
        kinds=_kinds(waits),
        hot=[(title, number, url_for(".queue", publication=number_of)) for number_of, title, number in waits.hot],
        per_day=[(f"{each.day}.{each.month}.", decided.on(each)) for each in days],
        reasons=_reasons(decided),
        verdicts=[(verdict.done, number) for verdict, number in decided.verdicts().items()],
        watched=queries.people_to_watch(wanted, now - WATCHED),
        days=DAYS,
    )


def _glance(waits: Waits, decided: Decided) -> list[panels.Figure]:
    day = today()
    week = [day - timedelta(days=number) for number in range(7)]
    late = waits.oldest is not None and clock.now() - waits.oldest > timedelta(days=1)
    reported = waits.kinds.get(WaitingKind.REPORT, 0)
    return [
        ("Waiting", f"{waits.total:,}", url_for(".queue"), "warn" if waits.total else None),
        ("Longest wait", span_in_words(_age(waits)), None, "bad" if late else None),
        ("Reported", f"{reported:,}", url_for(".queue", kind="report"), "bad" if reported else None),
        ("Decided today", f"{decided.on(day):,}", url_for(".log"), None),
        ("Half within, today", span_in_words(decided.median(day)), None, None),
        ("Half within, this week", span_in_words(decided.median(*week)), None, None),
    ]


def _age(waits: Waits) -> int | None:
    return None if waits.oldest is None else int((clock.now() - waits.oldest).total_seconds())


def _kinds(waits: Waits) -> list[tuple[str, int, str]]:
    return [(kind.label, number, url_for(".queue", kind=kind.value)) for kind, number in sorted(waits.kinds.items())]


def _of_other_lists(wanted: Filter) -> list[tuple[str, int, str]]:
    """What waits in other features' lists, of which the desk knows no more than their counts."""
    if wanted.is_narrowed:
        return []
    labels, own = kinds.kind_labels(), kinds.COMMENTS.kinds
    counts = kinds.counts(access.viewer())
    return [(labels[kind], number, url_for(".queue", kind=kind)) for kind, number in counts.items() if kind not in own]


def _reasons(decided: Decided) -> list[tuple[str, int]]:
    reasons = {reason.key: f"{reason.rule}. {reason.label}" for reason in comment_queries.reasons(active=False)}
    ordered = sorted(decided.reasons.items(), key=lambda pair: -pair[1])
    return [(reasons.get(key, key), number) for key, number in ordered if number]
