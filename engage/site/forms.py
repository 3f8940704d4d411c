"""What lists can be narrowed by; all of it stands in the address."""

from collections.abc import Sequence

from wtforms import Form, SelectField

from engage.publishing.models import PlanStatus
from engage.site.places import tree
from engage.taxonomy.models import Area, Topic


class PlanFilter(Form):
    """Narrows the list of plans; a value that is not offered narrows by nothing."""

    status = SelectField("Status", choices=[("", "Any status"), *((s.value, s.label) for s in PlanStatus)])
    area = SelectField("Area")
    topic = SelectField("Topic")

    def offer(self, areas: Sequence[Area], topics: Sequence[Topic]) -> "PlanFilter":
        """Offer these areas and topics, then forget what is not among them."""
        self.area.choices = [("", "All areas"), *((a.code, "\u2003" * depth + a.name) for a, depth in tree(areas))]
        self.topic.choices = [("", "All topics"), *((topic.slug, topic.name) for topic in topics)]
        for field in (self.status, self.area, self.topic):
            if field.data not in [choice[0] for choice in field.choices or ()]:
                field.data = ""
        return self

    @property
    def chosen(self) -> dict[str, str]:
        """What narrows the list, for addresses."""
        return {field.name: field.data for field in self if field.data}
