"""Forms speak plain English: nothing that the form library says by itself reaches a page."""

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest
import wtforms

import engage
from engage.core import form_sentences
from engage.core.form_sentences import COUNTED, SENTENCES, Sentences
from engage.core.forms import Form

LIBRARY = Path(wtforms.__file__).parent
SOURCES = [LIBRARY / "validators.py", *sorted((LIBRARY / "fields").glob("*.py"))]


def said_by_the_library():
    for source in SOURCES:
        for call in ast.walk(ast.parse(source.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in {"gettext", "ngettext"}:
                texts = [part.value for part in call.args if isinstance(part, ast.Constant)]
                yield from (text for text in texts[-1:] if isinstance(text, str))


def forms():
    for module in pkgutil.walk_packages(engage.__path__, "engage."):
        if "form" in module.name.rpartition(".")[2]:
            importlib.import_module(module.name)
    waiting, found = [wtforms.Form], set()
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        found.update(one for one in below if one.__module__.startswith("engage."))
    return sorted(found, key=lambda one: (one.__module__, one.__name__))


def test_every_sentence_of_the_library_has_one_of_ours():
    missing = [text for text in said_by_the_library() if text not in SENTENCES and text not in COUNTED]
    # The field's name is no sentence; one about other fields is said to programmers.
    assert [text for text in missing if text != "Invalid field name '%s'."] == []
    assert len(set(said_by_the_library())) > 20


@pytest.mark.parametrize("form", forms(), ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_every_form_speaks_so(form):
    assert issubclass(form.Meta, form_sentences.SpeaksPlainly)


class Asking(Form):
    """A field of each sort that can be filled in wrongly."""

    one = wtforms.RadioField(choices=[wtforms.SelectChoice("a", "A")])
    some = wtforms.SelectMultipleField(choices=[wtforms.SelectChoice("a", "A")])
    day = wtforms.DateField()
    hour = wtforms.TimeField()
    many = wtforms.IntegerField()
    short = wtforms.StringField(validators=[wtforms.validators.Length(max=2_000)])
    needed = wtforms.StringField(validators=[wtforms.validators.DataRequired()])


def test_what_people_read(site):
    wrong = {"one": "b", "some": "b", "day": "soon", "hour": "late", "many": "x", "short": "s" * 2001}
    with site.test_request_context(method="POST", data=wrong):
        form = Asking()
        form.validate()
        assert {name: list(said) for name, said in form.errors.items() if name} == {
            "one": ["Choose one of the options."],
            "some": ["Choose from the options."],
            "day": ["Enter a date such as 2026-12-19."],
            "hour": ["Enter a time such as 17:00."],
            "many": ["Enter a whole number, such as 12."],
            "short": ["Use 2,000 characters or fewer."],
            "needed": ["Fill this in."],
        }


def test_a_count_of_one_and_what_is_no_sentence():
    said = Sentences()
    assert said.ngettext("", "Field cannot be longer than %(max)d characters.", 1) == "Use one character."
    assert said.gettext("First year") == "First year"
    assert said.ngettext("one day", "%(num)d days", 1) == "one day"
