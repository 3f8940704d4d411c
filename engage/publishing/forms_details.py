"""Forms of what stands around a text: details, status, and the lines of a plan's lists."""

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional

from engage.core.forms import EmailField, Form, PartForm
from engage.publishing.fields import A_DATE, CheckboxesField, DayField, YearField
from engage.publishing.forms import BasedForm
from engage.publishing.models import MilestoneState, OrganisationRole, PlanStatus

SPARE_LINES = 2


class DetailsForm(BasedForm):
    """What every publication has beside its text."""

    areas = CheckboxesField("Areas", coerce=int, description="The places that it is about.")
    topics = CheckboxesField("Topics", coerce=int)
    slug = StringField(
        "Address",
        description="The last part of its web address. An address that people may know goes on working.",
        validators=[DataRequired("Enter an address, such as care-closer-to-home.")],
    )


class PostDetailsForm(DetailsForm):
    """What a post has beside its text."""

    section = SelectField("Section", coerce=int)
    dated = DayField("Date", validators=[DataRequired(A_DATE)])
    byline_name = StringField("Name", validators=[Optional()])
    byline_role = StringField("Role", validators=[Optional()])
    byline_organisation = StringField("Organisation", validators=[Optional()])
    answers = SelectField(
        "Plan that it answers", coerce=int, description="Each then leads readers to the other.", validators=[Optional()]
    )


class StatusForm(BasedForm):
    """Where a plan stands, its years and whom to ask."""

    status = SelectField("Status", choices=[SelectChoice(status.value, status.label) for status in PlanStatus])
    first_year = YearField("First year", validators=[Optional()])
    last_year = YearField("Last year", validators=[Optional()])
    contact_name = StringField("Name", validators=[Optional()])
    contact_role = StringField("Role", validators=[Optional()])
    contact_email = EmailField("Email address", validators=[Optional()])
    contact_phone = StringField("Telephone number", validators=[Optional()])


class OrganisationLineForm(PartForm):
    """An organisation's part in a plan."""

    organisation = SelectField("Organisation", coerce=int)
    named = StringField("Or another, by its name", [Optional(), Length(max=200)])
    role = SelectField("Role", choices=[SelectChoice(role.value, role.value.capitalize()) for role in OrganisationRole])
    may_edit = BooleanField("Its staff may edit")
    may_approve = BooleanField("Its staff may publish")
    may_reply = BooleanField("Its staff may reply officially")

    @property
    def is_empty(self) -> bool:
        """Whether the line says nothing."""
        return not self.organisation.data and not (self.named.data or "").strip()


class MilestoneLineForm(PartForm):
    """One line of a timetable."""

    title = StringField("What happens")
    on = DayField("Date", validators=[Optional()])
    state = SelectField(
        "State", choices=[SelectChoice(state.value, state.value.capitalize()) for state in MilestoneState]
    )

    @property
    def is_empty(self) -> bool:
        """Whether the line says nothing."""
        return not (self.title.data or "").strip() and self.on.data is None and not self.on.errors


class WorkstreamLineForm(PartForm):
    """One part of a plan's work."""

    title = StringField("Workstream")
    description = TextAreaField("Description", validators=[Optional()])
    lead = StringField("Lead", validators=[Optional()])
    starts = DayField("Starts", validators=[Optional()])
    ends = DayField("Ends", validators=[Optional()])
    status = StringField("Status", validators=[Optional()])
    areas = CheckboxesField("Areas", coerce=int, validators=[Optional()])

    @property
    def is_empty(self) -> bool:
        """Whether the line says nothing."""
        texts = (self.title, self.description, self.lead, self.status)
        return not any((field.data or "").strip() for field in texts) and not (self.starts.data or self.ends.data)


class RelatedLineForm(PartForm):
    """A teaser for another publication."""

    address = StringField("Web address of the page")
    label = StringField("Words of your own", validators=[Optional()])

    @property
    def is_empty(self) -> bool:
        """Whether the line says nothing."""
        return not (self.address.data or "").strip()


class OrganisationsForm(BasedForm):
    """The organisations of a plan."""

    by_name = False
    lines = FieldList(FormField(OrganisationLineForm))


class MilestonesForm(BasedForm):
    """The timetable of a plan."""

    lines = FieldList(FormField(MilestoneLineForm))


class WorkstreamsForm(BasedForm):
    """The workstreams of a plan."""

    lines = FieldList(FormField(WorkstreamLineForm))


class RelatedForm(BasedForm):
    """The teasers below a publication."""

    lines = FieldList(FormField(RelatedLineForm))


def add_spare(form: Form) -> None:
    """Leave some empty lines at the end to write in."""
    for _ in range(SPARE_LINES):
        form["lines"].append_entry()


def filled(form: Form) -> list[Any]:
    """The lines that say something."""
    return [line.form for line in form["lines"] if not line.form.is_empty]
