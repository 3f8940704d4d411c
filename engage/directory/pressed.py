"""What every button of its own does: act, say what became of it, and go back."""

from collections.abc import Callable

from flask import flash
from werkzeug.wrappers import Response

from engage.core import database
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import see_other


def pressed(act: Callable[[], None], said: str, back: str) -> Response:
    """Act for a form that is one button, and say what was done, or what the action refused: then nothing is kept."""
    form = Form()
    if not form.validate_on_submit():
        flash(str(form.form_errors[0]), "warning")
        return see_other(back)
    try:
        act()
    except Refused as refusal:
        database.refuse()
        flash(refusal.sentence, "warning")
    else:
        flash(said, "success")
    return see_other(back)
