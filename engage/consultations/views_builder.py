"""The builder: all pages of questions at a glance, and their order."""

from collections.abc import Callable

from flask import Response as FlaskResponse
from flask import flash, request, url_for
from werkzeug.wrappers import Response

from engage.consultations import actions, queries, rights
from engage.consultations.blueprints import staff as blueprint
from engage.consultations.definition import Definition, QuestionKind, editing
from engage.consultations.definition.checking import problems
from engage.consultations.definition.equality import STANDARD_SET
from engage.consultations.definition.saying import condition_words
from engage.consultations.desk_head import About
from engage.consultations.models import Consultation
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other

MEANWHILE = "Somebody else changed the questions meanwhile, so nothing was done. This is how they are now."


@blueprint.get("/<int:consultation_id>/questions/")
@requires(rights.BUILD)
def questions(consultation_id: int) -> Response:
    """All pages with their questions, what is wrong with them, and buttons to change them."""
    return outline(queries.access_buildable(viewer(), consultation_id))


def outline(it: Consultation, errors: tuple[str, ...] = (), status: int = 200) -> FlaskResponse:
    """The page of the builder."""
    number = queries.latest_definition(it.id)
    definition = queries.definition_of(it, number)
    return page(
        "consultations/staff/questions.html",
        status,
        about=About(it, "questions"),
        definition=definition,
        base=number,
        problems=problems(definition) if definition.pages else [],
        condition_words=lambda condition: condition_words(definition, condition),
        kinds=list(QuestionKind),
        library=queries.library(),
        equality_key=editing.EQUALITY,
        errors=errors,
    )


@blueprint.post("/<int:consultation_id>/questions/arrange/")
@requires(rights.BUILD)
def arrange(consultation_id: int) -> Response:
    """Move or take away a page or a question, or bring the questions back as they were before."""
    it, form = queries.access_buildable(viewer(), consultation_id), Form()
    if not form.validate_on_submit():
        return outline(it, tuple(form.form_errors), 422)
    said = request.form
    key = said.get("key", "")
    try:
        actions.change_questions(
            viewer(),
            consultation=it,
            base=said.get("base", -1, type=int),
            change=lambda definition: _arranged(it, definition, said.get("do", ""), key),
        )
    except actions.StaleDefinition:
        flash(MEANWHILE, "warning")
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    return see_other(url_for(".questions", consultation_id=it.id, _anchor=f"part-{key}" if key else None))


def _arranged(it: Consultation, definition: Definition, do: str, key: str) -> Definition:
    """The definition after one button."""
    place = request.form.get("place", 0, type=int)
    doings: dict[str, Callable[[], Definition]] = {
        "up": lambda: _stepped(definition, key, -1),
        "down": lambda: _stepped(definition, key, 1),
        "to": lambda: editing.move_question(definition, key, request.form.get("page", ""), place),
        "page-to": lambda: editing.move_page(definition, key, place),
        "remove": lambda: _without(definition, key),
        "standard": lambda: _with_standard_set(definition),
        "undo": lambda: queries.definition_of(it, max(0, queries.latest_definition(it.id) - 1)),
    }
    return doings.get(do, lambda: definition)()


def _without(definition: Definition, key: str) -> Definition:
    is_page = definition.page(key) is not None
    return editing.remove_page(definition, key) if is_page else editing.remove_question(definition, key)


def _with_standard_set(definition: Definition) -> Definition:
    held = {question.key for question in definition.equality}
    new = tuple(question for question in STANDARD_SET if question.key not in held)
    return definition.model_copy(update={"equality": (*definition.equality, *new)})


def _stepped(definition: Definition, key: str, step: int) -> Definition:
    keys = [each.key for each in definition.pages]
    if key not in keys:
        return editing.step_question(definition, key, step)
    return editing.move_page(definition, key, min(max(0, keys.index(key) + step), len(keys) - 1))
