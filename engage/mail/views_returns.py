"""Mail that came back: the door for a mail provider, and the button with which a person mends her address."""

import hmac

from flask import abort, current_app, request, url_for
from werkzeug.wrappers import Response

from engage.accounts.session import when_signed_in
from engage.core import pages
from engage.core.access import signed_in, token_holder, viewer
from engage.core.errors import Refused
from engage.mail import coming_back, returns
from engage.mail.blueprints import public as blueprint
from engage.mail.forms import ButtonForm


@blueprint.post("/subscriptions/returned/")
@token_holder("the mail provider has no cookie; it shows the secret of ENGAGE_MAIL_HOOK_SECRET")
def bounce() -> Response:
    """Take in the raw message that came back; `X-Envelope-To` names the envelope's recipient if it is known."""
    secret = current_app.config["ENGAGE"].mail_hook_secret
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not secret or not hmac.compare_digest(secret.encode(), shown.encode()):
        abort(404)
    if (request.content_length or 0) > returns.LONGEST_RETURN:
        abort(413)
    whole = request.get_data()
    to = [request.headers.get("X-Envelope-To", ""), *returns.envelope_addresses(whole)]
    counted = coming_back.take_in(to, returns.read(whole))
    return Response(f"{counted}\n", 202, content_type="text/plain; charset=utf-8")


@blueprint.route("/subscriptions/mend/", methods=["GET", "POST"])
@signed_in
def mend() -> Response:
    """Why we stopped writing to the account's address, and the button to write again."""
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            coming_back.mend(viewer())
            return pages.see_other(url_for("mail.mend", done="yes"))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
    found = coming_back.suppression_of(viewer().email)
    facts = {"found": found, "email": viewer().email, "done": request.args.get("done")}
    return pages.page("subscriptions/mend.html", 422 if form.errors else 200, form=form, **facts)


@when_signed_in
def _tell(address: str) -> str | None:
    if coming_back.suppression_of(address) is None:
        return None
    return (
        f"Our mail to {address} came back, so we no longer write to it. On the page of your account you can mend that."
    )


@blueprint.app_template_global("mail_comes_back")
def mail_comes_back() -> bool:
    """Whether the person who looks has an address that we stopped writing to."""
    return coming_back.suppression_of(viewer().email) is not None
