"""The builder's page that says when a page or a question is shown: one test is added or taken away at a time."""

from typing import Literal

from flask import Response as FlaskResponse
from flask import abort, request, url_for
from werkzeug.wrappers import Response

from engage.consultations import actions, queries, rights
from engage.consultations.blueprints import staff as blueprint
from engage.consultations.definition import Condition, Definition, Page, Question, Test
from engage.consultations.definition.checking import named
from engage.consultations.definition.outcomes import testable
from engage.consultations.definition.saying import answer_words, test_words
from engage.consultations.desk_head import About
from engage.consultations.models import Consultation
from engage.consultations.views_one_question import newest
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other

MOST_TESTS = 20


@blueprint.route("/<int:consultation_id>/questions/condition/<key>/", methods=["GET", "POST"])
@requires(rights.BUILD)
def condition(consultation_id: int, key: str) -> Response:
    """When a page or a question is shown."""
    it, form = queries.access_buildable(viewer(), consultation_id), Form()
    definition = newest(it)
    part = _part(definition, key) or abort(404)
    if request.method == "GET":
        return _condition_page(it, definition, part, form)
    if form.validate_on_submit():
        try:
            base = request.form.get("base", -1, type=int)
            new = _changed(definition, part)
            actions.save_condition(viewer(), consultation=it, key=key, condition=new, base=base)
        except Refused as refusal:
            form.say(refusal)
        else:
            return see_other(url_for(".condition", consultation_id=it.id, key=key))
    return _condition_page(it, newest(it), part, form, 422)


def _part(definition: Definition, key: str) -> Page | Question | None:
    return definition.page(key) or definition.question(key)


def _earlier(definition: Definition, key: str) -> list[Question]:
    """The questions before a part, whose answers can show or hide it."""
    found: list[Question] = []
    for each in definition.pages:
        if each.key == key:
            return found
        for question in each.questions:
            if question.key == key:
                return found
            if question.asks:
                found.append(question)
    return found


def _changed(definition: Definition, part: Page | Question) -> Condition | None:
    """The condition after what was pressed."""
    held = list(part.show_if.tests) if part.show_if else []
    match: Literal["all", "any"] = part.show_if.match if part.show_if else "all"
    do = request.form.get("do", "")
    if do.startswith("remove:") and do[7:].isdigit() and int(do[7:]) < len(held):
        del held[int(do[7:])]
    elif do == "match":
        match = "any" if request.form.get("match") == "any" else "all"
    elif do == "add":
        held.append(_new_test(definition, part))
    if len(held) > MOST_TESTS:
        raise Refused(f"A condition can look at {MOST_TESTS} answers at most.")
    return Condition(match=match, tests=tuple(held)) if held else None


def _new_test(definition: Definition, part: Page | Question) -> Test:
    question = next((one for one in _earlier(definition, part.key) if one.key == request.form.get("question")), None)
    if question is None:
        raise Refused("Choose the question whose answer matters.")
    how = request.form.get("how", "")
    if how in ("answered", "unanswered"):
        return Test(question=question.key, negated=how == "unanswered")
    chosen = tuple(one for one in request.form.getlist("answers") if one in testable(question))
    if not chosen:
        raise Refused("Choose at least one answer.")
    return Test(question=question.key, any_of=chosen, negated=how == "not")


def _condition_page(
    it: Consultation, definition: Definition, part: Page | Question, form: Form, status: int = 200
) -> FlaskResponse:
    earlier = _earlier(definition, part.key)
    asked = request.form.get("question") or request.args.get("question", "")
    chosen = next((question for question in earlier if question.key == asked), None)
    answers = [(key, answer_words(chosen, key)) for key in _in_order(chosen)] if chosen else []
    return page(
        "consultations/staff/condition.html",
        status,
        about=About(it, "questions"),
        form=form,
        part=part,
        title=part.title if isinstance(part, Page) else named(part),
        is_page=isinstance(part, Page),
        tests=[test_words(definition, test) for test in (part.show_if.tests if part.show_if else ())],
        earlier=[(question.key, named(question)) for question in earlier],
        chosen=chosen,
        answers=answers,
        base=queries.latest_definition(it.id),
    )


def _in_order(question: Question) -> list[str]:
    offered = testable(question)
    ordered = [option.key for option in question.options if option.key in offered]
    return ordered or sorted(offered, key=lambda key: (len(key), key))
