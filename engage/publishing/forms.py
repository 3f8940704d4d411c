"""Forms of the desk's first pages: beginning, writing, publishing, pages about the site."""

from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from engage.core.files import DOCUMENT_TYPES
from engage.core.forms import Form
from engage.publishing.fields import DayField, MinuteField

NOW, LATER = "now", "later"


class NewPlanForm(Form):
    """A plan begins with its title, and within the areas that its author looks after."""

    title = StringField("Title", description="It can be changed later.", validators=[DataRequired("Enter a title.")])


class NewPostForm(NewPlanForm):
    """A post begins with its section and title."""

    section = RadioField("Section", coerce=int, validators=[InputRequired("Select the section.")])


class BasedForm(Form):
    """What somebody changes of a publication, with the revision from which it was opened."""

    base_revision = HiddenField()

    @property
    def base(self) -> int:
        """The revision from which it was opened; 0 for one that nobody gave out."""
        said = str(self.base_revision.data or "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


class TextForm(BasedForm):
    """The texts of a publication, with the name under which the typing of this page was kept last."""

    draft = HiddenField()
    title = StringField("Title")
    standfirst = TextAreaField(
        "Standfirst", description="One or two sentences that say what it is about. Shown under the title and in lists."
    )
    body = TextAreaField("Text", description="Written in Markdown. Leave an empty line between paragraphs.")
    picture = FileField("Picture", description="A JPEG, PNG, WebP or GIF file.")
    picture_alt = StringField(
        "What the picture shows", description="For people who cannot see it. Leave no word out that matters."
    )

    @property
    def texts(self) -> dict[str, str]:
        """What is kept of it."""
        return {name: self[name].data or "" for name in ("title", "standfirst", "body")}


WHENS = [SelectChoice(NOW, "Now"), SelectChoice(LATER, "At a date and time")]


class WhenForm(Form):
    """Now, or a moment on the site's clock."""

    when = RadioField("When", choices=WHENS, default=NOW)
    date = DayField("Date", validators=[Optional()])
    time = MinuteField("Time", format=["%H:%M", "%H:%M:%S"], validators=[Optional()])


class PublishForm(WhenForm):
    """When it becomes public."""

    when = RadioField("When", choices=WHENS, default=NOW, validators=[InputRequired("Select when it becomes public.")])


class UpdateForm(WhenForm):
    """What is told to readers of an update, and when they see it."""

    change_note = StringField(
        "What changed",
        description="One sentence for readers, such as “The date of the meeting is corrected.” Leave it empty for a "
        "change that does not matter to them.",
        validators=[Optional()],
    )


class WithdrawForm(Form):
    """Why it is withdrawn."""

    reason = TextAreaField("Reason", description="Readers see it at the top of the page, with today’s date.")


class FileForm(Form):
    """A file to offer below the text."""

    file = FileField("File", description=f"One of: {', '.join(name.upper() for name in DOCUMENT_TYPES)}.")
    title = StringField(
        "Title", description="What readers see, such as “Travel times by ward”.", validators=[Optional()]
    )


class PictureForm(BasedForm):
    """The picture at the head of a post."""

    picture = FileField("Picture", description="A JPEG, PNG, WebP or GIF file.")
    picture_alt = StringField("What the picture shows", description="For people who cannot see it.")
    picture_caption = StringField("Caption", validators=[Optional()])


class PageForm(Form):
    """A page about the site, with a mark of the words that it was opened with."""

    base = HiddenField()
    title = StringField("Title")
    body = TextAreaField("Text", description="Written in Markdown. Leave an empty line between paragraphs.")


class SectionForm(Form):
    """How a section of posts is called and introduced, with a mark of the words that it was opened with."""

    base = HiddenField()
    name = StringField("Name", validators=[DataRequired("Enter a name.")])
    singular = StringField("One of them is called", description="Such as “Interview”.", validators=[Optional()])
    introduction = StringField("Introduction", description="One sentence at its head.", validators=[Optional()])


class NewSectionForm(SectionForm):
    """A new section, with its address."""

    slug = StringField("Address", description="Lower-case letters and hyphens, such as interviews.")
