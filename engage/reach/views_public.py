"""The page behind the link in earlier invitations, by which an address objects to being asked."""

from flask import Response, url_for

from engage.core.access import public, viewer
from engage.core.forms import Form
from engage.core.pages import page
from engage.mail import links, wordings
from engage.mail.models import Proof
from engage.mail.views_preferences import leave_by
from engage.reach.actions import inviting
from engage.reach.blueprints import public as blueprint
from engage.reach.refusing import refused_by


@blueprint.route("/invitations/<token>/", methods=["GET", "POST"])
@public
def refuse(token: str) -> Response:
    """Ask not to be written to about consultations; opening the link alone changes nothing."""
    email, form = refused_by(token), Form()
    if email is None:
        return page("reach/dead_link.html", 410)
    again = None
    if form.validate_on_submit():
        subscriber = inviting.refuse_invitations(viewer(), email=email, leave=leave_by(wordings.OBJECT, Proof.LINK))
        again = url_for("mail.object_to", token=links.token_for(links.PREFERENCES, subscriber))
    facts = {"email": email, "form": form, "again": again, "wording": wordings.OBJECT}
    answer = page("reach/refuse.html", 422 if form.errors else 200, **facts)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
