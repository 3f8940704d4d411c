"""Files of the directory: asked for, watched, downloaded by whoever asked."""

from flask import Response as FlaskResponse
from flask import abort, flash, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.exporting import BUSY, ExportFormat
from engage.core.growing import download
from engage.core.pages import page, see_other
from engage.directory.filters import NAMES, FilterForm, boxes_of
from engage.directory.models import ListWhom
from engage.directory.queries.filtering import Filter, Standing
from engage.directory.rights import CONTACTS
from engage.directory_data.actions import exporting
from engage.directory_data.actions.exporting import Wish
from engage.directory_data.blueprint import blueprint
from engage.directory_data.forms_exports import ExportForm
from engage.directory_data.models import ExportAbout, ExportPurpose
from engage.directory_data.queries.exports import exports as asked_for
from engage.directory_data.queries.exports import own_export
from engage.lists import queries
from engage.lists.models import StakeholderList


@blueprint.get("/exports/")
@requires(CONTACTS)
def exports() -> FlaskResponse:
    """The files that were asked for, and the way to one more."""
    found = asked_for(viewer())
    return page(
        "directory_data/exports.html",
        asked=found,
        is_busy=any(export.state in BUSY for export, _, _ in found),
        account_id=viewer().account_id,
    )


@blueprint.route("/exports/<any(organisations, contacts, mailing):about>/", methods=["GET", "POST"])
@requires(CONTACTS)
def new_export(about: str) -> Response:
    """Ask for a file: of a saved list, of what the address narrows the directory to, or of everything."""
    kind, of_list = ExportAbout(about), _list()
    narrowed = _narrowing(of_list).of_people() if kind is ExportAbout.CONTACTS else _narrowing(of_list)
    form = ExportForm().offer(kind)
    if form.validate_on_submit():
        try:
            exporting.ask_export(viewer(), _wish(form, kind, narrowed, of_list))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The file is being made. We write to you when it is ready.", "success")
            return see_other(url_for(".exports"))
    around = {"about": kind, "abouts": _abouts(of_list), "of_list": of_list, "said": _address(of_list)}
    return page(
        "directory_data/new_export.html",
        422 if form.errors else 200,
        form=form,
        **around,
        in_words=narrowed.in_words if around["said"] else "",
        is_limited=viewer().scope(CONTACTS) is not None and kind is not ExportAbout.ORGANISATIONS,
    )


def _wish(form: ExportForm, about: ExportAbout, narrowed: FilterForm, of_list: StakeholderList | None) -> Wish:
    wanted = Filter.from_json(of_list.filters) if of_list else narrowed.wanted
    purpose, file_format = ExportPurpose(form.purpose.data), ExportFormat(form.format.data)
    return Wish(about, file_format, form.wanted, wanted, purpose, form.note.data or "", of_list)


def _list() -> StakeholderList | None:
    key = request.args.get("list", type=int)
    found = queries.stakeholder_list(key) if key else None
    if key and (found is None or found.removed_at is not None):
        abort(404)
    return found


def _narrowing(of_list: StakeholderList | None) -> FilterForm:
    """What the address says, or the list; nothing at all means everything, closed ones too."""
    if of_list is not None:
        return FilterForm(MultiDict(boxes_of(Filter.from_json(of_list.filters))))
    said = {name: request.args[name] for name in NAMES if request.args.get(name)}
    return FilterForm(MultiDict(said or {"standing": Standing.ALL.value}))


def _address(of_list: StakeholderList | None) -> dict[str, str]:
    """What is repeated in the address when another kind of file is chosen."""
    if of_list is not None:
        return {"list": str(of_list.id)}
    return {name: request.args[name] for name in NAMES if request.args.get(name)}


def _abouts(of_list: StakeholderList | None) -> list[ExportAbout]:
    """The files that can be made: of a list who would be written to, and those of whom it holds."""
    if of_list is None:
        return [ExportAbout.ORGANISATIONS, ExportAbout.CONTACTS]
    left_out = {ListWhom.CONTACTS: ExportAbout.ORGANISATIONS, ListWhom.ORGANISATIONS: ExportAbout.CONTACTS}
    return [each for each in reversed(ExportAbout) if each is not left_out.get(of_list.whom)]


@blueprint.get("/exports/<key>/<name>")
@requires(CONTACTS)
def export_file(key: str, name: str) -> Response:
    """The bytes of a file that is ready, for whoever asked for it."""
    export = own_export(viewer(), key)
    if export is None or name != export.name:
        abort(404)
    return download(export, export.name)
