"""Writing: the editor, its preview, and what keeps every word."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response as FlaskResponse
from flask import flash, make_response, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engage.core import database, files, text
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.core.permissions import SEE_STAFF
from engage.publishing import actions, desk, gate, queries
from engage.publishing.blueprint import blueprint
from engage.publishing.forms import TextForm
from engage.publishing.gate import say
from engage.publishing.models import Autosave, Publication, Revision

LONGEST_KEPT = 2_000_000


@dataclass(frozen=True)
class Opened:
    """The texts that the editor opens with: those saved last, or newer ones that were not saved."""

    latest: Revision
    kept: Autosave | None
    others: Sequence[Autosave] = ()

    @property
    def texts(self) -> dict[str, str]:
        """The texts by the names of their boxes."""
        saved = {"title": self.latest.title, "standfirst": self.latest.standfirst, "body": self.latest.body}
        return saved | (json.loads(self.kept.fields) if self.kept else {})

    @property
    def form(self) -> TextForm:
        """The form as it opens."""
        draft = self.kept.draft if self.kept else ""
        return TextForm(formdata=None, data=self.texts | {"base_revision": self.base, "draft": draft})

    @property
    def base(self) -> int:
        """The revision that they began from."""
        return self.kept.base_revision if self.kept else self.latest.number


def open_texts(publication: Publication) -> Opened:
    """What this person goes on writing: what they chose of all that they have not saved, or the newest of it."""
    latest = queries.latest_revision(publication)
    saved = Opened(latest, None).texts
    rows = [row for row in queries.autosaves(publication.id, viewer().account_id) if Opened(latest, row).texts != saved]
    chosen = request.args.get("draft", "")
    kept = next((row for row in rows if row.draft == chosen), rows[0] if rows else None)
    return Opened(latest, kept, [row for row in rows if row is not kept])


@blueprint.get("/<int:publication_id>/edit/")
@requires(SEE_STAFF)
def edit(publication_id: int) -> Response:
    """The editor, with what this person wrote and has not saved if there is any."""
    publication = gate.editable(publication_id)
    opened = open_texts(publication)
    return _editor(publication, opened.form, opened=opened)


def _editor(
    publication: Publication,
    form: TextForm,
    status: int = 200,
    *,
    opened: Opened | None = None,
    shown: Markup | None = None,
) -> FlaskResponse:
    return page(
        "publishing/edit.html",
        status,
        about=gate.about(publication, "edit"),
        form=form,
        kept=opened.kept if opened else None,
        others=opened.others if opened else (),
        shown=shown,
    )


@blueprint.post("/<int:publication_id>/edit/")
@requires(SEE_STAFF)
def save(publication_id: int) -> Response:
    """Save the texts, show how they will look, or add a picture to them."""
    publication, form = gate.editable(publication_id), TextForm()
    act = {"preview": _preview, "picture": _add_picture}.get(request.form.get("do", ""), _save)
    try:
        if form.validate_on_submit():
            return act(publication, form)
    except actions.Conflict as conflict:
        return _both_kept(publication, form, conflict.latest)
    except Refused as refusal:
        say(form, refusal)
    return _editor(publication, form, 422)


def _preview(publication: Publication, form: TextForm) -> Response:
    return _editor(publication, form, shown=rendered(form.texts["body"]))


def _save(publication: Publication, form: TextForm) -> Response:
    database.release()
    blocks = text.split_blocks(actions.check_texts(**form.texts))
    before = publication.latest_revision
    row = actions.save_revision(
        viewer(),
        publication=publication,
        base_revision=form.base,
        blocks=blocks,
        draft=form.draft.data or "",
        **form.texts,
    )
    flash("Saved." if row.number > before else "Nothing was changed since it was saved last.", "success")
    return see_other(url_for(".edit", publication_id=publication.id))


def _add_picture(publication: Publication, form: TextForm) -> Response:
    upload = form.picture.data
    if not upload:
        raise Refused("Choose a picture.", "picture")
    if text.is_blank(form.picture_alt.data or ""):
        raise Refused("Say what the picture shows.", "picture_alt")
    database.release()
    accepted = files.accept_picture(upload.filename or "picture", upload.read())
    stored = queries.same_file(publication.id, accepted.data) or files.store(accepted)
    alt = (form.picture_alt.data or "").replace("[", "(").replace("]", ")")
    actions.attach(viewer(), publication=publication, stored=stored, title=alt, inline=True)
    kept = form.texts | {"body": f"{form.texts['body']}\n\n![{alt}]({stored.path})".lstrip("\n")}
    draft = _keep(publication, form, kept)
    flash("The picture stands at the end of the text. Move its line to where it belongs, and save.", "success")
    return see_other(url_for(".edit", publication_id=publication.id, draft=draft))


def _keep(publication: Publication, form: TextForm, texts: dict[str, str]) -> str:
    return actions.keep_autosave(
        viewer(), publication=publication, base_revision=form.base, fields=texts, draft=form.draft.data or ""
    )


def _both_kept(publication: Publication, form: TextForm, latest: Revision) -> Response:
    """Somebody else saved first: keep this person's words in a step of its own, and show both."""
    with database.unit_of_work():
        form.draft.data = _keep(publication, form, form.texts)
    form.base_revision.data = latest.number
    return page(
        "publishing/conflict.html",
        409,
        about=gate.about(publication, "edit"),
        form=form,
        latest=latest,
        who=desk.names_of([latest.account_id]).get(latest.account_id or 0, "Somebody else"),
        difference=text.difference(latest.body, form.texts["body"]),
    )


@blueprint.post("/<int:publication_id>/discard/")
@requires(SEE_STAFF)
def discard(publication_id: int) -> Response:
    """Throw away what this person wrote and did not save."""
    publication, form = gate.editable(publication_id), Form()
    if not form.validate_on_submit():
        opened = open_texts(publication)
        shown = opened.form
        shown.form_errors = form.form_errors
        return _editor(publication, shown, 422, opened=opened)
    actions.discard_autosave(viewer(), publication=publication, draft=request.form.get("draft", ""))
    flash("This is the text as it was saved last.", "success")
    return see_other(url_for(".edit", publication_id=publication_id))


@blueprint.post("/<int:publication_id>/autosave/")
@requires(SEE_STAFF)
def autosave(publication_id: int) -> Response:
    """Keep what is being typed; nobody else sees it."""
    publication, form = gate.editable(publication_id), TextForm()
    if not form.validate_on_submit():
        return make_response({"message": form.form_errors[0]}, 422)
    if sum(map(len, form.texts.values())) > LONGEST_KEPT:
        return make_response({"message": "Not saved: the text is too long. Make it shorter."}, 422)
    return make_response({"fields": {"draft": _keep(publication, form, form.texts)}})


@blueprint.post("/preview/")
@requires(SEE_STAFF)
def preview() -> Response:
    """The text of a box as it will look, for the script that follows the typing."""
    form = TextForm()
    try:
        return make_response(rendered(form.texts["body"])) if form.validate_on_submit() else make_response("", 422)
    except Refused:
        return make_response("", 422)


def rendered(source: str) -> Markup:
    """The text as it will look; refuses one that is too long to be kept."""
    database.release()
    blocks = text.split_blocks(actions.check_texts(body=source))
    return text.stored("\n".join(str(block.html) for block in blocks))
