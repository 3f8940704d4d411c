"""What a visitor types about a group that is missing."""

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from engage.accounts import addresses
from engage.core.forms import EmailField, Form
from engage.directory.forms import well_formed


class SuggestionForm(Form):
    """A group that is missing."""

    name = StringField(
        "Name of the group",
        [DataRequired("Enter the name of the group."), Length(max=200, message="Use at most 200 characters.")],
    )
    about = TextAreaField(
        "What it does, and for whom", [Optional(), Length(max=2000, message="Use at most 2,000 characters.")]
    )
    website = StringField("Its website", [Optional(), Length(max=300, message="Use at most 300 characters.")])
    email = EmailField(
        "An email address of the group",
        [Optional(), Length(max=addresses.LONGEST), well_formed],
        description="Only one that the group itself makes known. We ask the group before it gets a page here.",
    )
