"""The rules that hold or flag: the list, one rule, and its switch."""

from flask import Blueprint, abort, flash, url_for
from werkzeug.wrappers import Response

from engage.core import access, navigation
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.screening import actions, queries
from engage.screening.forms import PlainForm, RuleForm
from engage.screening.models import Rule, RuleKind
from engage.screening.rights import EDIT_RULES

blueprint = Blueprint("screening_staff", __name__, url_prefix="/staff/moderation/rules")
navigation.add("staff", "screening_staff.rules", "Holding rules", 36, EDIT_RULES)


def _require_everywhere() -> None:
    """A rule may reach the whole site, so it is for those who look after the whole site."""
    if access.viewer().scope(EDIT_RULES) is not None:
        abort(403)


@blueprint.get("/")
@requires(EDIT_RULES)
def rules() -> Response:
    """All rules, and what new ones can look for."""
    _require_everywhere()
    return page("screening/rules.html", lines=queries.rules(), kinds=list(RuleKind))


@blueprint.route("/new/<kind>/", methods=["GET", "POST"])
@requires(EDIT_RULES)
def new_rule(kind: str) -> Response:
    """Write a rule of a kind."""
    _require_everywhere()
    if kind not in list(RuleKind):
        abort(404)
    return _write(None, RuleKind(kind), RuleForm(owner=str(access.viewer().account_id)))


@blueprint.route("/<int:rule_id>/", methods=["GET", "POST"])
@requires(EDIT_RULES)
def rule(rule_id: int) -> Response:
    """Read and change a rule."""
    found = queries.access_rule(access.viewer(), rule_id)
    form = RuleForm(
        obj=found,
        action=found.action.value,
        owner=str(found.owner_id),
        publication=str(found.publication_id or ""),
    )
    return _write(found, found.kind, form)


def _write(known: Rule | None, kind: RuleKind, form: RuleForm) -> Response:
    form.shape(kind, queries.possible_owners(), queries.places())
    if form.validate_on_submit():
        try:
            saved = actions.save_rule(
                access.viewer(), rule=known, kind=kind, owner_id=int(form.owner.data), wording=form.wording
            )
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash(f"Saved the rule “{saved.title}”.", "success")
            return see_other(url_for(".rule", rule_id=saved.id))
    return page("screening/rule.html", 422 if form.errors else 200, form=form, rule=known, kind=kind)


@blueprint.post("/<int:rule_id>/switch/")
@requires(EDIT_RULES)
def switch(rule_id: int) -> Response:
    """Switch a rule on or off."""
    found = queries.access_rule(access.viewer(), rule_id)
    if not PlainForm().validate():
        abort(400)
    actions.switch_rule(access.viewer(), rule=found, active=not found.active)
    flash(f"The rule “{found.title}” is {'on' if found.active else 'off'}.", "success")
    return see_other(url_for(".rule", rule_id=found.id))
