"""What people type to change many records at once."""

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from engage.core.forms import Form
from engage.directory import queries
from engage.directory.forms_interests import checkboxes
from engage.directory.forms_records import STANDINGS
from engage.directory.models import OrganisationStatus, StakeholderKind
from engage.directory_upkeep.changes import Change
from engage.taxonomy.models import Area
from engage.taxonomy.queries import all_topics

AS_IT_IS = "As it is"


class BulkForm(Form):
    """What is changed on each record; what is left alone stays."""

    kind = SelectField("Kind", [Optional()], choices=[])
    status = SelectField(
        "Where it stands",
        [Optional()],
        choices=[SelectChoice("", AS_IT_IS), *(SelectChoice(each.value, name) for each, name in STANDINGS.items())],
    )
    add_areas = checkboxes("Add areas")
    remove_areas = checkboxes("Take areas away")
    add_topics = checkboxes("Add interests")
    remove_topics = checkboxes("Take interests away")
    source = StringField(
        "Where we know them from",
        [Optional(), Length(max=200, message="Enter at most 200 characters.")],
        description="Replaces what is noted there. Leave it empty to keep that.",
    )
    confirm = BooleanField("Each is confirmed as right today")

    def offer(self, kind: StakeholderKind, areas: list[Area], *, everywhere: bool) -> "BulkForm":
        """Offer what records of a kind have; who is limited to areas takes none away, so that all stay in reach."""
        if kind is StakeholderKind.ORGANISATION:
            kinds = [SelectChoice(slug, name) for slug, name in queries.kind_choices()]
            self.kind.choices = [SelectChoice("", AS_IT_IS), *kinds]
            del self.source
        else:
            del self.kind, self.status
        offered = [SelectChoice(str(area.id), area.name) for area in areas]
        topics = [SelectChoice(str(topic.id), topic.name) for topic in all_topics()]
        self.add_areas.choices = offered
        self.add_topics.choices = self.remove_topics.choices = topics
        if everywhere:
            self.remove_areas.choices = offered
        else:
            del self.remove_areas
        return self

    @property
    def kind_slug(self) -> str:
        """The kind that each becomes; nothing where each stays what it is."""
        return (self.kind.data or "") if "kind" in self else ""

    def change(self, kind_id: int | None) -> Change:
        """What was typed, with the id of the kind."""
        status = self.status.data if "status" in self else ""
        return Change(
            kind_id=kind_id,
            status=OrganisationStatus(status) if status else None,
            add_areas=_ids(self.add_areas),
            remove_areas=_ids(self.remove_areas) if "remove_areas" in self else (),
            add_topics=_ids(self.add_topics),
            remove_topics=_ids(self.remove_topics),
            source=(self.source.data or "") if "source" in self else "",
            confirm=bool(self.confirm.data),
        )


def _ids(field: SelectMultipleField) -> tuple[int, ...]:
    return tuple(sorted(int(each) for each in field.data or []))
