"""The form macros: every kind of field has a label, its hint and its errors, and the summary leads to each."""

import html5lib
import pytest
from flask import render_template_string
from lxml import html as lxml_html
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

PLACES = [SelectChoice("n", "North"), SelectChoice("s", "South")]
PAGE = """
{% from "components/forms.html" import field, form_tag, error_summary, button, button_form %}
{{ error_summary(form, extra=[("Somebody else saved", none)]) if refused else "" }}
{% call form_tag(form, action="/there") %}
{% for f in form if f.name != "version" %}{{ field(f) }}{% endfor %}
{{ button("Send") }}
{% endcall %}
{{ button_form("Stop", "/stop", fields={"why": "<b>"}, hidden="following") }}
"""


class Street(Form):
    """Part of a form."""

    line = StringField("Line", [DataRequired("Enter the first line")])


class Everything(Form):
    """One field of each kind."""

    version = HiddenField(default="7")
    name = StringField("Name", [DataRequired("Enter your name"), Length(max=9)], description="As it is shown")
    email = EmailField("Email", [Optional()])
    password = PasswordField("Password")
    body = TextAreaField("Body", [DataRequired("Write something"), Length(max=2000)])
    place = SelectField("Place", choices=PLACES, validators=[InputRequired("Choose a place")])
    side = RadioField("Side", choices=PLACES, validators=[InputRequired("Choose a side")])
    topics = SelectMultipleField(
        "Topics", choices=PLACES, widget=ListWidget(), option_widget=CheckboxInput(), validators=[Optional()]
    )
    agreed = BooleanField("I agree", [InputRequired("Tick the box")])
    day = DateField("Day", [Optional()])
    file = FileField("File")
    street = FormField(Street, "Street")
    links = FieldList(StringField("Link", [DataRequired("Enter a link")]), min_entries=1, label="Links")


@pytest.fixture
def rendered(site):
    """A function that renders the form, untouched or refused, as a parsed document."""

    def render(*, refused: bool = False):
        form = Everything()
        if refused:
            assert not form.validate()
            form.form_errors.append("The page was open for too long")
        with site.test_request_context("/here?step=2"):
            text = render_template_string(PAGE, form=form, refused=refused)
        page = f"<!doctype html><html><head><title>x</title></head><body>{text}</body></html>"
        parser = html5lib.HTMLParser()
        parser.parse(page)
        assert not parser.errors
        return lxml_html.fromstring(page)

    return render


def test_every_control_has_a_label_and_every_description_is_there(rendered):
    for refused in (False, True):
        document = rendered(refused=refused)
        ids = [element.get("id") for element in document.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        labelled = {label.get("for") for label in document.iter("label")}
        for control in document.cssselect("input:not([type=hidden]), textarea, select"):
            assert control.get("id") in labelled
            assert set((control.get("aria-describedby") or "").split()) <= set(ids)


def test_the_summary_leads_to_the_control_of_each_error(rendered):
    document = rendered(refused=True)
    links = {a.text_content(): a.get("href") for a in document.cssselect(".govuk-error-summary a")}
    assert links["Enter your name"] == "#name"
    assert links["Choose a side"] == "#side-0"
    assert links["Enter the first line"] == "#street-line"
    assert links["Enter a link"] == "#links-0"
    for href in links.values():
        assert document.get_element_by_id(href[1:]).tag in {"input", "textarea", "select"}
    words = document.cssselect(".govuk-error-summary")[0].text_content()
    assert "The page was open for too long" in words
    assert "Somebody else saved" in words


def test_each_error_stands_by_its_field(rendered):
    document = rendered(refused=True)
    name = document.get_element_by_id("name")
    assert name.get("aria-invalid") == "true"
    assert name.get("aria-describedby") == "name-hint name-error"
    assert "Enter your name" in document.get_element_by_id("name-error").text_content()
    assert document.get_element_by_id("side-error") is not None


def test_the_form_says_what_the_server_must_know_and_no_more(rendered):
    document = rendered()
    form = document.forms[0]
    assert (form.get("action"), form.method, form.get("enctype")) == ("/there", "POST", "multipart/form-data")
    assert dict(form.form_values())["version"] == "7"
    assert len(document.cssselect("input[name=version]")) == 1
    assert not document.cssselect("input[name=csrf_token]"), "a visitor without a session has no token"
    assert not document.cssselect("[required], [maxlength]"), "a browser that refuses first hides our sentences"


def test_optional_fields_say_so_and_a_maximum_is_counted(rendered):
    document = rendered()
    assert "(optional)" in document.cssselect("label[for=email]")[0].text_content()
    assert "(optional)" not in document.cssselect("label[for=name]")[0].text_content()
    assert "2,000 characters" in document.get_element_by_id("body-count").text_content()


def test_a_button_alone_is_a_whole_form(rendered):
    form = rendered().forms[1]
    assert form.get("action") == "/stop"
    assert dict(form.form_values()) == {"why": "<b>"}
    assert " ".join(form.cssselect("button")[0].text_content().split()) == "Stop following"


def test_a_form_without_an_address_answers_to_its_own_page(site):
    page = '{% from "components/forms.html" import form_tag %}{% call form_tag() %}x{% endcall %}'
    with site.test_request_context("/here/?step=2"):
        assert 'action="/here/?step=2"' in render_template_string(page)
