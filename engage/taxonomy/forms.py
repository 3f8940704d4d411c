"""What people type about areas and topics."""

from collections.abc import Sequence

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from engage.core.forms import Form
from engage.taxonomy.models import Area, AreaKind, Topic
from engage.taxonomy.queries import tree

KINDS = [SelectChoice(kind.value, kind.value.capitalize()) for kind in AreaKind]


class AreaForm(Form):
    """How an area is called."""

    name = StringField(
        "Name",
        [DataRequired("Enter the name."), Length(max=120, message="Enter a name of at most 120 characters.")],
        description="As people there say it, for example “North Vale”.",
    )
    kind = SelectField("Kind", [DataRequired("Choose a kind.")], choices=KINDS, default=AreaKind.PLACE.value)


class PlacedAreaForm(AreaForm):
    """How an area is called, and where it lies."""

    parent = SelectField("Lies in", [Optional()], choices=[])

    def offer(self, areas: Sequence[Area], *, top: bool) -> None:
        """Say in which areas it may lie, and whether it may lie in none."""
        depths = tree(areas) if top else [(area, 0) for area in areas]
        below = [SelectChoice(str(area.id), "\u2003" * depth + area.name) for area, depth in depths]
        self.parent.choices = [SelectChoice("", "No other area"), *below] if top else below


class NewAreaForm(PlacedAreaForm):
    """An area, its code and where it lies."""

    code = StringField(
        "Code",
        [DataRequired("Enter the code, for example NV-01.")],
        description="It stands in the address of the area’s page, for example NV-01 or E06000005. "
        "It cannot be changed later.",
    )


class TopicForm(Form):
    """How a topic is called and described."""

    name = StringField(
        "Name", [DataRequired("Enter the name."), Length(max=120, message="Enter a name of at most 120 characters.")]
    )
    description = TextAreaField(
        "What it is about",
        [Optional(), Length(max=600, message="Enter at most 600 characters.")],
        description="It stands at the top of the topic’s page.",
    )


class NewTopicForm(TopicForm):
    """A topic and its address on the site."""

    slug = StringField(
        "Address on this site",
        [DataRequired("Enter the address, for example mental-health.")],
        description="Small letters, digits and hyphens, for example mental-health. It cannot be changed later.",
    )


class MergeForm(Form):
    """Which topic another one becomes part of."""

    into = SelectField("Becomes part of", [DataRequired("Choose a topic.")], choices=[])

    def offer(self, topics: Sequence[Topic]) -> None:
        """Say which topics there are to choose from."""
        self.into.choices = [SelectChoice("", "Choose a topic"), *(SelectChoice(str(t.id), t.name) for t in topics)]
