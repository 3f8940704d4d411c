"""What lists can be narrowed by; all of it stands in the address."""

from collections.abc import Sequence

from wtforms import SelectChoice, SelectField

from engage.core.forms import PartForm
from engage.publishing.models import PlanStatus
from engage.taxonomy.models import Area, Topic
from engage.taxonomy.queries import tree

STATUSES = [SelectChoice("", "Any status"), *(SelectChoice(status.value, status.label) for status in PlanStatus)]


class PlanFilter(PartForm):
    """Narrows the list of plans; a value that is not offered narrows by nothing."""

    status = SelectField("Status", choices=STATUSES)
    area = SelectField("Area")
    topic = SelectField("Topic")

    def offer(self, areas: Sequence[Area], topics: Sequence[Topic]) -> "PlanFilter":
        """Offer these areas and topics, then forget what is not among them."""
        places = [SelectChoice(area.code, "\u2003" * depth + area.name) for area, depth in tree(areas)]
        subjects = [SelectChoice(topic.slug, topic.name) for topic in topics]
        self.area.choices = [SelectChoice("", "All areas"), *places]
        self.topic.choices = [SelectChoice("", "All topics"), *subjects]
        for field, offered in ((self.status, STATUSES), (self.area, places), (self.topic, subjects)):
            if field.data not in [choice.value for choice in offered]:
                field.data = ""
        return self

    @property
    def chosen(self) -> dict[str, str]:
        """What narrows the list, for addresses."""
        return {field.name: field.data for field in self if field.data}
