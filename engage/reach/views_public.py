"""Where an invited stakeholder asks not to be invited again."""

from flask import Response

from engage.core.access import public
from engage.core.forms import Form
from engage.core.pages import page
from engage.reach.actions import inviting
from engage.reach.blueprints import public as blueprint
from engage.reach.refusing import read_refusal


@blueprint.route("/invitations/<token>/", methods=["GET", "POST"])
@public
def refuse(token: str) -> Response:
    """Ask not to be invited again; opening the link alone changes nothing."""
    found, form = read_refusal(token), Form()
    if found is None:
        return page("reach/dead_link.html", 410)
    email, consultation_id = found
    done = form.validate_on_submit()
    if done:
        inviting.refuse_invitations(email=email, consultation_id=consultation_id)
    answer = page("reach/refuse.html", 422 if form.errors else 200, email=email, form=form, done=done)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
