"""Two texts that were saved for one question from two places: the person chooses."""

from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from engage.accounts.queries import names_of
from engage.consultations.definition import QuestionKind
from engage.core.access import public, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.submissions import actions, queries
from engage.submissions.blueprints import public as blueprint
from engage.submissions.forms_answering import ButtonForm
from engage.submissions.holding import Held, held, private, remember
from engage.submissions.models import SetAsideAnswer, Submission
from engage.submissions.queries.drafts import writers_of
from engage.submissions.two_texts import Pair, choices_between
from engage.submissions.views_questions import revision_typed

CHOOSE_EACH = "Choose for each question which text to keep."
FIRST, BOTH = "first", "both"


@blueprint.route("/consultations/<slug>/respond/two-texts/", methods=["GET", "POST"])
@public
def respond_choose(slug: str) -> Response:
    """Choose between texts that were saved for one question from two places."""
    mine = held(slug)
    if mine is None or mine.draft is None:
        return see_other(url_for("submissions.respond", slug=slug))
    waiting = queries.set_aside(mine.draft)
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            _settle(mine.draft, waiting)
            return remember(see_other(url_for("submissions.respond", slug=slug)), mine.consultation, mine.code)
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
    if not waiting:
        return see_other(url_for("submissions.respond", slug=slug))
    status = 422 if form.errors else 200
    return private(
        page("submissions/respond/two_texts.html", status, held=mine, form=form, pairs=_pairs(mine, waiting))
    )


def _pairs(mine: Held, waiting: Sequence[SetAsideAnswer]) -> list[Pair]:
    """What there is to choose from; those who share a draft see who wrote what."""
    kept, draft = queries.kept_of(mine.writable.id), mine.writable.id
    writers = writers_of(draft) if mine.is_shared else {}
    names = names_of([one.account_id for one in waiting if one.account_id]) if mine.is_shared else {}
    return choices_between(mine.definition, kept, waiting, writers, names)


def _settle(draft: Submission, waiting: Sequence[SetAsideAnswer]) -> None:
    seen = {one.id: one.question for one in waiting if str(one.id) in request.form.getlist("seen")}
    picked = {question: request.form.get(f"choice-{question}", "") for question in seen.values()}
    if not set(picked.values()) <= {FIRST, BOTH, *map(str, seen)}:
        raise Refused(CHOOSE_EACH)
    actions.settle_choices(
        viewer(),
        submission=draft,
        seen=seen,
        chosen={number for number, question in seen.items() if picked[question] == str(number)},
        joined={question for question, choice in picked.items() if choice == BOTH and _is_long(draft, question)},
        base_revision=revision_typed(),
    )


def _is_long(draft: Submission, key: str) -> bool:
    question = queries.questions_of(draft).question(key)
    return question is not None and question.kind is QuestionKind.LONG_TEXT
