"""The tree of kinds of organisations: added to, renamed, moved, retired."""

from collections.abc import Callable

from flask import flash, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from engage.core import database, navigation
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.opened import OpenedForm, hold
from engage.core.pages import page, see_other
from engage.directory import queries
from engage.directory.actions import kinds as actions
from engage.directory.blueprint import blueprint
from engage.directory.models import OrganisationKind
from engage.directory.pressed import pressed
from engage.directory.queries import kinds as query
from engage.directory.queries.history import history_of, last_saved
from engage.directory.rights import KINDS

navigation.add("staff", "directory_staff.kinds", "Kinds of organisations", 77, KINDS)
_TOO_LONG = f"Enter at most {actions.LONGEST_NAME} characters."


class KindForm(OpenedForm):
    """What a kind is called, and what it belongs to."""

    name = StringField("Name", [DataRequired("Enter the name."), Length(max=actions.LONGEST_NAME, message=_TOO_LONG)])
    plural = StringField(
        "What several are called",
        [DataRequired("Enter what several of them are called."), Length(max=actions.LONGEST_NAME, message=_TOO_LONG)],
        description="As in “Youth groups”.",
    )
    parent = SelectField("Belongs to", choices=[])

    def offer(self, kind: OrganisationKind | None) -> "KindForm":
        """Offer the kinds to which one may belong: neither itself nor what belongs to it."""
        tree = queries.kind_tree()
        choices = [
            SelectChoice(str(each.id), "– " * depth + each.name)
            for each, depth in tree
            if kind is None or not each.path.startswith(kind.path)
        ]
        self.parent.choices = [SelectChoice("", "None"), *choices]
        return self

    @property
    def chosen(self) -> OrganisationKind | None:
        """The kind to which it shall belong."""
        return queries.kinds_by_id()[int(self.parent.data)] if self.parent.data else None


@blueprint.get("/kinds/")
@requires(KINDS)
def kinds() -> Response:
    """Every kind with what belongs to it, and how many organisations have it."""
    return page("directory/kinds.html", tree=queries.kind_tree(), counts=query.kind_counts())


@blueprint.route("/kinds/new/", methods=["GET", "POST"])
@requires(KINDS)
def new_kind() -> Response:
    """Add a kind."""
    form = KindForm().offer(None)
    if form.validate_on_submit():
        try:
            kind = actions.add_kind(viewer(), name=form.name.data, plural=form.plural.data, parent=form.chosen)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash(f"{kind.name} is added.", "success")
            return see_other(url_for(".kinds"))
    return page("directory/kind.html", 422 if form.errors else 200, form=form, kind=None, used=True)


@blueprint.route("/kinds/<int:kind_id>/", methods=["GET", "POST"])
@requires(KINDS)
def kind(kind_id: int) -> Response:
    """Rename a kind, or let it belong to another one."""
    hold(OrganisationKind, *queries.kinds_by_id())  # All, so that no two are put below each other in the same instant.
    found = query.kind_or_404(kind_id)
    form = KindForm(name=found.name, plural=found.plural, parent=str(found.parent_id or "")).offer(found)
    form.compare(found, lambda: last_saved("organisation_kind", [found.id]))
    if form.validate_on_submit():
        try:
            actions.change_kind(viewer(), kind=found, name=form.name.data, plural=form.plural.data)
            actions.move_kind(viewer(), kind=found, parent=form.chosen)
        except Refused as refusal:
            database.refuse()
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The kind is saved.", "success")
            return see_other(url_for(".kinds"))
    status = 422 if form.errors else 200
    history = history_of("organisation_kind", [found.id])
    return page("directory/kind.html", status, form=form, kind=found, used=query.is_kind_used(found), history=history)


@blueprint.post("/kinds/<int:kind_id>/retire/")
@requires(KINDS)
def retire_kind(kind_id: int) -> Response:
    """Offer a kind no more."""
    found = query.kind_or_404(kind_id)
    return _done(lambda: actions.retire_kind(viewer(), kind=found), f"{found.name} is not offered any more.")


@blueprint.post("/kinds/<int:kind_id>/bring-back/")
@requires(KINDS)
def bring_kind_back(kind_id: int) -> Response:
    """Offer a retired kind again."""
    found = query.kind_or_404(kind_id)
    return _done(lambda: actions.bring_kind_back(viewer(), kind=found), f"{found.name} is offered again.")


@blueprint.post("/kinds/<int:kind_id>/remove/")
@requires(KINDS)
def remove_kind(kind_id: int) -> Response:
    """Take a kind away that nothing has."""
    found = query.kind_or_404(kind_id)
    return _done(lambda: actions.remove_kind(viewer(), kind=found), f"{found.name} is removed.")


def _done(act: Callable[[], None], said: str) -> Response:
    return pressed(act, said, url_for(".kinds"))
