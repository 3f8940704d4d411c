"""An organisation looks at its entry by the link of a mail, confirms it or says what is wrong."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.core import tokens
from engage.core.access import public
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.directory import queries
from engage.directory.models import Organisation
from engage.directory_upkeep.actions import checking
from engage.directory_upkeep.blueprint import public as blueprint
from engage.directory_upkeep.forms_checks import CorrectionForm
from engage.directory_upkeep.mails import HOLDS, PURPOSE
from engage.directory_upkeep.models import EntryCheck
from engage.directory_upkeep.queries import checks


def _held(token: str) -> checks.Opened | None:
    try:
        return checks.opened_check(int(tokens.read(PURPOSE, token, within=HOLDS)["c"]))
    except tokens.BadToken:
        return None


def _shown(token: str, found: checks.Opened | None, sent: Form | None = None) -> Response:
    if found is None:
        return page("directory_upkeep/dead_check.html", 410)
    form = sent if isinstance(sent, CorrectionForm) else _correction(found, sent)
    answer = page(
        "directory_upkeep/check.html",
        422 if form.errors else 200,
        token=token,
        found=found,
        check=found.check,
        organisation=found.organisation,
        areas=queries.areas_of(found.organisation.id),
        waits=checks.waits(found.check),
        form=form,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _correction(found: checks.Opened, confirming: Form | None) -> CorrectionForm:
    """The entry to correct, and why it was not confirmed, if it was to be."""
    form = CorrectionForm(formdata=None, data=_said(found.check, found.organisation))
    for sentence in confirming.form_errors if confirming else ():
        form.refuse(None, str(sentence))
    return form


def _said(check: EntryCheck, organisation: Organisation) -> dict[str, str]:
    """The entry, with what the organisation says already and nobody has looked at, so that it can be amended."""
    entry = {field: getattr(organisation, field) for field in checking.FIELDS}
    return entry | (checks.proposed_of(check) if checks.waits(check) else {})


@blueprint.route("/organisations/check/<token>/", methods=["GET", "POST"])
@public
def check(token: str) -> BaseResponse:
    """What the directory says of the organisation, and confirming it; opening the link alone changes nothing."""
    found, form = _held(token), Form()
    if found is None or not form.validate_on_submit() or not _is_what_was_read(found, form):
        return _shown(token, found, form)
    checking.confirm_entry(check=found.check, organisation=found.organisation)
    return see_other(url_for(".check", token=token))


def _is_what_was_read(found: checks.Opened, form: Form) -> bool:
    """Whether the entry is still that one whose words stood on the page; says so in the form where it is not."""
    if request.args.get("entry", found.organisation.id, type=int) == found.organisation.id:
        return True
    form.refuse(None, "We have changed which entry is yours since you opened this page. Read it again, then answer.")
    return False


@blueprint.post("/organisations/check/<token>/correction/")
@public
def correct(token: str) -> BaseResponse:
    """What is wrong with the entry, for staff to look at."""
    found, form = _held(token), CorrectionForm()
    if found is None or not form.validate_on_submit() or not _is_what_was_read(found, form):
        return _shown(token, found, form)
    said = {field: form[field].data or "" for field in checking.FIELDS}
    try:
        checking.propose_correction(
            check=found.check, organisation=found.organisation, said=said, note=form.note.data or ""
        )
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _shown(token, found, form)
    return see_other(url_for(".check", token=token))
