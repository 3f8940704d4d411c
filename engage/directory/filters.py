"""The filter of the directory as it is typed and as it stands in an address."""

from typing import Any

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from engage.core.forms import Form
from engage.directory import queries
from engage.directory.models import Format
from engage.directory.queries.filtering import Filter, Standing
from engage.directory.queries.keeping import Confirmed
from engage.directory.queries.networks import all_networks
from engage.taxonomy.queries import all_areas, all_topics, tree

NAMES = ("q", "kind", "area", "topic", "standing", "format", "network", "confirmed", "email", "objected")

STANDING = {Standing.OPEN: "At work", Standing.CLOSED: "Closed", Standing.ALL: "All"}
CONFIRMED = {Confirmed.ANY: "Any time", Confirmed.NOT_FOR_A_YEAR: "Not for a year", Confirmed.NEVER: "Never"}


class FilterForm(Form):
    """Which stakeholders are meant."""

    q = StringField("Words of the name", [Optional(), Length(max=200)])
    kind = SelectField("Kind", [Optional()], choices=[], validate_choice=False)
    area = SelectField("Area", [Optional()], choices=[], validate_choice=False)
    topic = SelectField("Interest", [Optional()], choices=[], validate_choice=False)
    standing = SelectField(
        "Organisations",
        [Optional()],
        choices=[SelectChoice(each.value, name) for each, name in STANDING.items()],
    )
    format = SelectField(
        "Format wanted",
        [Optional()],
        choices=[SelectChoice("", "Any"), *(SelectChoice(each.value, each.label) for each in Format)],
    )

    network = SelectField("Network or panel", [Optional()], choices=[], validate_choice=False)
    confirmed = SelectField(
        "Last confirmed",
        [Optional()],
        choices=[SelectChoice(each.value, name) for each, name in CONFIRMED.items()],
    )
    email = SelectField(
        "Email address", [Optional()], choices=[SelectChoice("", "Any"), SelectChoice("none", "None is known")]
    )
    objected = SelectField(
        "Objections", [Optional()], choices=[SelectChoice("", "Any"), SelectChoice("yes", "Objected to something")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the directory has."""
        super().__init__(*args, **kwargs)
        kinds = [SelectChoice(kind.slug, "– " * depth + kind.name) for kind, depth in queries.kind_tree()]
        areas = [SelectChoice(area.code, "– " * depth + area.name) for area, depth in tree(all_areas())]
        topics = [SelectChoice(topic.slug, topic.name) for topic in all_topics()]
        networks = [SelectChoice(str(row.id), row.name) for row, _ in all_networks()]
        lists = ((self.kind, kinds), (self.area, areas), (self.topic, topics), (self.network, networks))
        for field, choices in lists:
            field.choices = [SelectChoice("", "Any"), *choices]

    def of_people(self) -> "FilterForm":
        """The same, asked about people: one whom the list that they came from has no longer is closed."""
        self.standing.label.text = "People"
        self.standing.choices = [
            SelectChoice("open", "Not closed"),
            SelectChoice("closed", "Closed"),
            SelectChoice("all", "All"),
        ]
        return self

    @property
    def said(self) -> dict[str, Any]:
        """What narrows the list, for addresses."""
        given = {name: self[name].data or "" for name in NAMES if name in self}
        return {name: value for name, value in given.items() if value and (name, value) != ("standing", "open")}

    @property
    def is_narrowed_further(self) -> bool:
        """Whether anything narrows the list that is not looked at each day."""
        return bool(self.said.keys() - {"q", "kind", "area", "topic"})

    @property
    def in_words(self) -> str:
        """What narrows the list, as a line."""
        said = self.said
        parts = [f"{self[name].label.text}: {self._called(name, str(value))}" for name, value in said.items()]
        return "; ".join(parts)

    def _called(self, name: str, value: str) -> str:
        names = {str(choice.value): choice.label for choice in getattr(self[name], "choices", None) or []}
        return str(names.get(value, value)).lstrip("– ")

    @property
    def wanted(self) -> Filter:
        """The filter that this is."""
        said = self.said
        standing, confirmed = said.get("standing", ""), said.get("confirmed", "")
        return Filter(
            kinds=_one(said, "kind"),
            areas=_one(said, "area"),
            topics=_one(said, "topic"),
            words=said.get("q", "")[:200],
            standing=Standing(standing) if standing in set(Standing) else Standing.OPEN,
            formats=_one(said, "format"),
            networks=tuple(int(each) for each in _one(said, "network") if each.isascii() and each.isdigit()),
            confirmed=Confirmed(confirmed) if confirmed in set(Confirmed) else Confirmed.ANY,
            no_email=said.get("email") == "none",
            objected=said.get("objected") == "yes",
        )


def _one(said: dict[str, str], name: str) -> tuple[str, ...]:
    return (said[name],) if name in said else ()


def boxes_of(wanted: Filter) -> dict[str, str]:
    """A filter as what stands in the boxes."""
    first = {"kind": wanted.kinds, "area": wanted.areas, "topic": wanted.topics, "format": wanted.formats}
    boxes = {name: values[0] for name, values in first.items() if values}
    return {
        **boxes,
        "q": wanted.words,
        "standing": wanted.standing.value,
        "network": str(wanted.networks[0]) if wanted.networks else "",
        "confirmed": wanted.confirmed.value,
        "email": "none" if wanted.no_email else "",
        "objected": "yes" if wanted.objected else "",
    }
