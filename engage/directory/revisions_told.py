"""What a change found and left, in the words in which staff know the fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engage.core.i18n import date_text, datetime_text
from engage.directory.fields import LABELS, label_of
from engage.directory.filters import CONFIRMED, STANDING
from engage.directory.forms_records import STANDINGS
from engage.directory.held import Held
from engage.directory.languages import LANGUAGES
from engage.directory.models import Channel, Format, ListWhom, NetworkKind, OrganisationStatus
from engage.directory.queries.filtering import Standing
from engage.directory.queries.history import Names
from engage.directory.queries.keeping import Confirmed
from engage.directory.schemes import SCHEMES

NOTHING = "Nothing"
CHANNELS = {Channel.EMAIL: "Email", Channel.PHONE: "Telephone", Channel.POST: "Post"}
ANY = "Any"


@dataclass(frozen=True)
class Line:
    """One field: what stood there before, and after."""

    label: str
    before: str
    after: str

    @property
    def says_anything(self) -> bool:
        """Whether anything stands there, before or after."""
        return {self.before, self.after} != {NOTHING}


def lines_of(held: Held, names: Names) -> list[Line]:
    """What a change found and left, or what two records say, field by field."""
    known = [field for field in LABELS if field in held] + [field for field in held if field not in LABELS]
    return [Line(label_of(field), *(_told(field, value, names) for value in held[field])) for field in known]


def _told(field: str, value: Any, names: Names) -> str:
    if value is None or value in ("", []):
        return ANY if field.startswith("only_") else NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "\n".join(_told_one(field, each, names) for each in value)
    return _told_one(field, value, names)


def _told_one(field: str, value: Any, names: Names) -> str:
    tell = _TELL.get(field)
    return str(value) if tell is None else tell(value, names)


def _of(kind: str, lost: str) -> Callable[[Any, Names], str]:
    return lambda value, names: names[kind].get(value, lost)


def _day(value: Any, _names: Names) -> str:
    return date_text(date.fromisoformat(value))


def _moment(value: Any, _names: Names) -> str:
    return datetime_text(datetime.fromisoformat(value))


def _role(value: Any, names: Names) -> str:
    where = names["organisations"].get(value["organisation"], "An organisation that is there no longer")
    said = ", ".join(filter(None, (value["title"], where)))
    days = [f"{word} {_day(value[word], names)}" for word in ("since", "until") if value[word]]
    return ", ".join([said, *days])


def _address(value: Any, _names: Names) -> str:
    """An organisation's is a block of lines; a person's says how it reaches her."""
    if isinstance(value, str):
        return f"{value}\n"
    return f"{CHANNELS[Channel(value[0])]}: {value[1]}"


def _code(value: Any, _names: Names) -> str:
    scheme, _, code = value.partition(" ")
    return f"{SCHEMES.get(scheme, scheme)}: {code}"


_TELL: Mapping[str, Callable[[Any, Names], str]] = {
    **dict.fromkeys(("kind_id", "kind_above"), _of("kinds", "A kind that is there no longer")),
    "kind": lambda value, _: NetworkKind(value).label,
    "parent_id": _of("organisations", "An organisation that is there no longer"),
    "successors": _of("organisations", "An organisation that is there no longer"),
    **dict.fromkeys(("areas", "areas_added", "area_id"), _of("areas", "An area that is there no longer")),
    **dict.fromkeys(("topics", "topics_added"), _of("topics", "A topic that is there no longer")),
    **dict.fromkeys(("opened_on", "closed_on", "since", "until", "ended_on", "held_on"), _day),
    **dict.fromkeys(("closed_at", "last_confirmed_at"), _moment),
    **dict.fromkeys(("addresses", "addresses_added"), _address),
    **dict.fromkeys(("role", "roles"), _role),
    "whom": lambda value, _: ListWhom(value).label,
    "only_kinds": _of("kinds_by_slug", "A kind that is there no longer"),
    "only_areas": _of("areas_by_code", "An area that is there no longer"),
    "only_topics": _of("topics_by_slug", "A topic that is there no longer"),
    "only_networks": _of("networks", "A network that is there no longer"),
    "only_standing": lambda value, _: STANDING[Standing(value)],
    "only_confirmed": lambda value, _: CONFIRMED[Confirmed(value)],
    **dict.fromkeys(("format", "only_formats"), lambda value, _: Format(value).label),
    "status": lambda value, _: STANDINGS[OrganisationStatus(value)],
    "channel": lambda value, _: CHANNELS[Channel(value)],
    "language": lambda value, _: LANGUAGES.get(value, value),
    "codes": _code,
}
