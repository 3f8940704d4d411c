"""What an organisation says of its own entry."""

from wtforms import StringField, TextAreaField, URLField
from wtforms.validators import DataRequired, Length, Optional

from engage.core.forms import EmailField, Form
from engage.directory.forms import well_formed


class CorrectionForm(Form):
    """What is wrong with an entry."""

    name = StringField("Name", [DataRequired("Enter the name."), Length(max=200)])
    description = TextAreaField("What it does", [Optional(), Length(max=3000)])
    website = URLField("Website", [Optional(), Length(max=300)], description="Beginning with https://")
    email = EmailField("Email address", [Optional(), Length(max=200), well_formed])
    note = TextAreaField(
        "Anything else that is wrong",
        [Optional(), Length(max=3000)],
        description="For example a new address, or what took your place. Please name no private person.",
    )
