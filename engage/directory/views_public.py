"""The public pages of the directory: networks, and an organisation that looks at its entry by the link of a mail."""

from flask import Response, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.core import tokens
from engage.core.access import public
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.directory import queries, views_networks_shown, views_suggesting
from engage.directory.actions import checking
from engage.directory.blueprint import public as blueprint
from engage.directory.forms_checks import CorrectionForm
from engage.directory.mails import HOLDS, PURPOSE
from engage.directory.models import EntryCheck, Organisation
from engage.directory.queries import checks

__all__ = ["blueprint", "views_networks_shown", "views_suggesting"]


def _held(token: str) -> tuple[EntryCheck, Organisation] | None:
    try:
        return checks.check_with_organisation(int(tokens.read(PURPOSE, token, within=HOLDS)["c"]))
    except tokens.BadToken:
        return None


def _shown(token: str, found: tuple[EntryCheck, Organisation] | None, form: Form | None = None) -> Response:
    if found is None:
        return page("directory/dead_check.html", 410)
    check, organisation = found
    answer = page(
        "directory/check.html",
        422 if form and form.errors else 200,
        token=token,
        check=check,
        organisation=organisation,
        areas=queries.areas_of(organisation.id),
        waits=checks.waits(check),
        form=form or CorrectionForm(formdata=None, data=_said(check, organisation)),
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _said(check: EntryCheck, organisation: Organisation) -> dict[str, str]:
    """The entry, with what the organisation says already and nobody has looked at, so that it can be amended."""
    entry = {field: getattr(organisation, field) for field in checking.FIELDS}
    return entry | (checks.proposed_of(check) if checks.waits(check) else {})


@blueprint.route("/organisations/check/<token>/", methods=["GET", "POST"])
@public
def check(token: str) -> BaseResponse:
    """What the directory says of the organisation, and confirming it; opening the link alone changes nothing."""
    found, form = _held(token), Form()
    if found is None or not form.validate_on_submit():
        return _shown(token, found, form if form.errors else None)
    checking.confirm_entry(check=found[0], organisation=found[1])
    return see_other(url_for(".check", token=token))


@blueprint.post("/organisations/check/<token>/correction/")
@public
def correct(token: str) -> BaseResponse:
    """What is wrong with the entry, for staff to look at."""
    found, form = _held(token), CorrectionForm()
    if found is None or not form.validate_on_submit():
        return _shown(token, found, form)
    said = {field: form[field].data or "" for field in checking.FIELDS}
    try:
        checking.propose_correction(check=found[0], organisation=found[1], said=said, note=form.note.data or "")
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _shown(token, found, form)
    return see_other(url_for(".check", token=token))
