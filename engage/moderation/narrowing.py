"""The filter that an address names, and the choices that the queue offers to narrow it."""

from typing import Any

from flask import abort
from werkzeug.datastructures import MultiDict

from engage.comments.language import language_names
from engage.comments.rights import MODERATE
from engage.core import access
from engage.moderation import queries
from engage.moderation.forms import FilterForm
from engage.moderation.kinds import kind_labels
from engage.moderation.queries import AGES, UNREAD, Filter, QueueState
from engage.screening.models import RuleKind
from engage.taxonomy.queries import all_areas, tree

AGE_LABELS = {
    "hour": "An hour or longer",
    "day": "A day or longer",
    "3-days": "Three days or longer",
    "week": "A week or longer",
}
HELD_LABELS = [
    *((kind.value, kind.label) for kind in RuleKind),
    ("sanction", "Everything by this person is held"),
    ("absent", "Nobody was on duty"),
    ("escalated", "Escalated"),
]
LONGEST_WORDS = 100


def filter_of(args: MultiDict[str, str]) -> Filter:
    """The filter that an address names, within the viewer's areas; a forged one is 404."""
    kind, age, language = args.get("kind", ""), args.get("age", ""), args.get("language", "")
    try:
        return Filter(
            state=QueueState(args.get("state") or "waiting"),
            publication_id=_number(args, "publication"),
            kind=_one_of(kind, {UNREAD, *kind_labels()}),
            area_id=_number(args, "area"),
            age=_one_of(age, AGES),
            held=args.get("held", "")[:60],
            language=_one_of(language, {"none", *language_names()}),
            words=args.get("q", "").strip()[:LONGEST_WORDS],
            alike=_number(args, "alike"),
            area_ids=access.viewer().scope(MODERATE),
        )
    except ValueError:
        abort(404)


def _number(args: MultiDict[str, str], name: str) -> int | None:
    said = args.get(name, "")
    if not said:
        return None
    number = int(said)
    if not 0 < number < 2**62:
        raise ValueError(name)
    return number


def _one_of(value: str, allowed: Any) -> str:
    if value and value not in allowed:
        raise ValueError(value)
    return value


def filter_form(wanted: Filter) -> FilterForm:
    """The form that shows a filter and offers others, as far as no table has to be asked."""
    languages = [(code or "none", name) for code, name in language_names().items()]
    return FilterForm(MultiDict({**wanted.query})).offer(
        {
            "kind": [(UNREAD, "All but reports"), *kind_labels().items()],
            "publication": [],
            "area": [],
            "age": list(AGE_LABELS.items()),
            "held": HELD_LABELS,
            "language": languages,
        }
    )


def place_form(wanted: Filter) -> FilterForm:
    """The same with the publications and areas to choose from."""
    areas = [
        (str(area.id), "\u2003" * depth + area.name)
        for area, depth in tree(all_areas())
        if wanted.area_ids is None or area.id in wanted.area_ids
    ]
    publications = [(str(number), title) for number, title in queries.publications_waiting(wanted.area_ids)]
    return filter_form(wanted).offer({"publication": publications, "area": areas})


def in_words(wanted: Filter) -> str:
    """The filter as a line to read."""
    kinds = {UNREAD: "All but reports", **kind_labels()}
    said = [
        f"nearly identical to comment {wanted.alike}" if wanted.alike else "",
        kinds.get(wanted.kind, ""),
        queries.title_of_publication(wanted.publication_id) if wanted.publication_id else "",
        queries.name_of_area(wanted.area_id) if wanted.area_id else "",
        AGE_LABELS.get(wanted.age, ""),
        dict(HELD_LABELS).get(wanted.held, wanted.held),
        {"none": "Language not known", **language_names()}.get(wanted.language, "") if wanted.language else "",
        f"\u201c{wanted.words}\u201d" if wanted.words else "",
    ]
    return "; ".join(part for part in said if part)
