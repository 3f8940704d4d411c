"""Following, the preference page, stopping, and the inbox of development."""

import re
from datetime import timedelta
from typing import Any

from flask import abort, current_app, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from engage.accounts.addresses import normal
from engage.accounts.queries import account as account_of
from engage.comments import queries as comment_queries
from engage.core import limits, navigation, pages
from engage.core.access import csrf_failed, public, signed_in, token_holder, viewer
from engage.core.errors import Refused
from engage.core.security import MAIL_POLICY, POLICY
from engage.mail import (
    actions,
    inbox,
    links,
    queries,
    views_archive,
    views_preferences,
    views_returns,
    withholding,
    wordings,
)
from engage.mail.blueprints import public as blueprint
from engage.mail.forms import OFTEN, ButtonForm, FollowByMailForm, FollowForm, chosen, preference_form
from engage.mail.links import CONFIRM, PREFERENCES, UNSUBSCRIBE
from engage.mail.models import Frequency, Proof, Subscriber, TargetKind
from engage.mail.targets import Target, target
from engage.mail.views_preferences import bad_link, leave_by, proof_of, summary_rows

MOST_FORMS = 30
NUMBER = re.compile(r"[0-9]{1,18}")
__all__ = ["blueprint", "views_archive", "views_preferences", "views_returns", "withholding"]
navigation.add("account", "mail.mine", "What you follow", 40)


@blueprint.route("/subscriptions/follow/<kind>/<int:target_id>/", methods=["GET", "POST"])
@public
def follow(kind: str, target_id: int) -> Response:
    """Ask to follow a thing."""
    thing = _target(kind, target_id)
    if viewer().signed_in:
        return _follow_signed_in(thing)
    form = FollowByMailForm()
    if form.validate_on_submit():
        try:
            address = normal(form.email.data)
            limits.require("follow", limits.source(), most=MOST_FORMS, per=timedelta(hours=1))
            leave = leave_by(wordings.FOLLOW, Proof.NONE)
            frequency = Frequency(form.frequency.data)
            actions.ask_to_follow(viewer(), email=address, target=thing, frequency=frequency, leave=leave)
            return pages.see_other(url_for("mail.asked", kind=kind, target_id=target_id))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
    facts = {"form": form, "thing": thing, "found": None, "wording": wordings.FOLLOW}
    return pages.page("subscriptions/follow.html", 422 if form.errors else 200, **facts)


def _follow_signed_in(thing: Target) -> Response:
    mine = queries.subscriber_of_account(viewer().account_id or 0, viewer().email)
    found = queries.subscription(mine.id, thing.kind, thing.id) if mine else None
    live = found if found is not None and found.confirmed_at and not found.ended_at else None
    form = FollowForm(frequency=live.frequency.value) if live else FollowForm()
    if form.validate_on_submit():
        leave = leave_by(wordings.FOLLOW, Proof.ACCOUNT)
        actions.follow(viewer(), target=thing, frequency=Frequency(form.frequency.data), leave=leave)
        return pages.see_other(url_for("mail.mine", done="followed"))
    facts = {"form": form, "thing": thing, "found": live, "wording": wordings.FOLLOW}
    return pages.page("subscriptions/follow.html", 422 if form.errors else 200, **facts)


def _target(kind: str, target_id: int) -> Target:
    if kind not in set(TargetKind) or target_id >= 2**31:
        abort(404)
    return target(TargetKind(kind), target_id) or abort(404)


@blueprint.get("/subscriptions/follow/<kind>/<int:target_id>/check-your-email/")
@public
def asked(kind: str, target_id: int) -> Response:
    """The same answer whether the address is known or not."""
    return pages.page("subscriptions/asked.html", thing=_target(kind, target_id))


@blueprint.route("/subscriptions/confirm/<token>/", methods=["GET", "POST"])
@public
def confirm(token: str) -> Response:
    """What waits for the person's agreement, and the button that gives it."""
    subscriber = links.subscriber_of(CONFIRM, token)
    if subscriber is None:
        return bad_link()
    _, pending = queries.followed(subscriber.id)
    form = ButtonForm()
    if form.validate_on_submit():
        wanted = {int(number) for number in request.form.getlist("subscription") if NUMBER.fullmatch(number)}
        leave = leave_by(wordings.CONFIRM, Proof.CONFIRMATION)
        actions.confirm(viewer(), subscriber=subscriber, subscription_ids=wanted, leave=leave)
        return _to_preferences(subscriber, "confirmed" if wanted else "none")
    if not pending:
        return _to_preferences(subscriber, "known")
    facts: dict[str, Any] = {"pending": pending, "email": subscriber.email, "often": OFTEN, "wording": wordings.CONFIRM}
    return pages.page("subscriptions/confirm.html", 422 if form.errors else 200, form=form, **facts)


@blueprint.route("/subscriptions/preferences/<token>/", methods=["GET", "POST"])
@public
def preferences(token: str) -> Response:
    """What one address follows, and how often it hears."""
    subscriber = links.subscriber_of(PREFERENCES, token)
    if subscriber is None:
        return bad_link()
    return _preferences(subscriber, url_for("mail.preferences", token=token))


@blueprint.route("/subscriptions/", methods=["GET", "POST"])
@signed_in
def mine() -> Response:
    """What the signed-in person follows."""
    subscriber = queries.subscriber_of_account(viewer().account_id or 0, viewer().email)
    if subscriber is None and request.method == "POST" and not csrf_failed():
        made = actions.own_subscriber(viewer())
        return pages.see_other(url_for("mail.object_to", token=links.token_for(PREFERENCES, made)))
    if subscriber is None:
        return pages.page("subscriptions/nothing.html")
    return _preferences(subscriber, url_for("mail.mine"))


def _preferences(subscriber: Subscriber, here: str) -> Response:
    followed, pending = queries.followed(subscriber.id)
    form = preference_form(followed)
    pressed = _pressed(subscriber) if request.method == "POST" and not csrf_failed() else None
    if pressed is not None:
        return pages.see_other(f"{here}?done={pressed}")
    if form.validate_on_submit():
        leave = leave_by(wordings.PREFERENCES, proof_of(subscriber))
        actions.choose(viewer(), subscriber=subscriber, wanted=chosen(form, followed), leave=leave)
        return pages.see_other(f"{here}?done=saved")
    facts: dict[str, Any] = {"followed": followed, "pending": pending, "subscriber": subscriber, "here": here}
    facts["wording"], facts["rows"] = wordings.PREFERENCES, summary_rows(subscriber)
    done = request.args.get("done", "")
    return pages.page("subscriptions/preferences.html", 422 if form.errors else 200, form=form, done=done, **facts)


def _pressed(subscriber: Subscriber) -> str | None:
    """Do what a button beside the questions says; gives the word for what was done."""
    proof = proof_of(subscriber)
    if "stop-all" in request.form:
        leave = leave_by(wordings.STOP, proof)
        actions.stop_all(viewer(), subscriber=subscriber, way="preferences", leave=leave)
        return "stopped"
    if NUMBER.fullmatch(request.form.get("confirm", "")):
        wanted_ids = {int(request.form["confirm"])}
        leave = leave_by(wordings.PREFERENCES, proof)
        actions.confirm(viewer(), subscriber=subscriber, subscription_ids=wanted_ids, leave=leave)
        return "confirmed"
    return None


@blueprint.route("/subscriptions/unsubscribe/<token>/", methods=["GET", "POST"])
@token_holder("the link is in the mail, and mail programs send it without a cookie (RFC 8058)")
def unsubscribe(token: str) -> Response:
    """A page with one button; the POST of a mail program or of the button stops everything."""
    subscriber = links.subscriber_of(UNSUBSCRIBE, token)
    if subscriber is None:
        return bad_link()
    again = links.token_for(PREFERENCES, subscriber)
    if request.method == "POST":
        leave = leave_by(wordings.STOP, Proof.ONE_CLICK)
        actions.stop_all(viewer(), subscriber=subscriber, way="one click", leave=leave)
        return pages.page("subscriptions/unsubscribed.html", email=subscriber.email, again=again)
    followed, _ = queries.followed(subscriber.id)
    facts: dict[str, Any] = {"followed": followed, "email": subscriber.email, "again": again}
    return pages.page("subscriptions/unsubscribe.html", form=ButtonForm(), **facts)


@blueprint.route("/subscriptions/replies/<token>/", methods=["GET", "POST"])
@token_holder("the link is in the mail, and mail programs send it without a cookie (RFC 8058)")
def stop_replies(token: str) -> Response:
    """A page with one button; the POST of a mail program or of the button stops the messages about replies."""
    comment_id = links.comment_of_replies(token)
    comment = comment_queries.comment(comment_id) if comment_id is not None else None
    email = queries.address_of_writer(comment, account_of(comment.account_id or 0)) if comment else None
    if comment is None or email is None or not links.is_for_address(token, comment.id, email):
        return bad_link()
    if request.method != "POST":
        return pages.page("subscriptions/replies.html", form=ButtonForm(), email=email)
    leave = leave_by(wordings.REPLIES, Proof.ONE_CLICK)
    subscriber = actions.stop_replies(viewer(), email=email, account_id=comment.account_id, leave=leave)
    again = links.token_for(PREFERENCES, subscriber)
    return pages.page("subscriptions/replies_stopped.html", email=email, again=again)


@blueprint.get("/dev/mail/")
@public
def dev_inbox() -> Response:
    """The mail of a development site, newest first."""
    _require_development()
    letters = inbox.newest(request.args.get("before"))
    older = url_for("mail.dev_inbox", before=letters[-1].name) if len(letters) == inbox.PAGE else None
    return pages.page("subscriptions/dev_inbox.html", letters=letters, older=older)


@blueprint.get("/dev/mail/<name>/")
@public
def dev_letter(name: str) -> Response:
    """One mail: as it looks, its links, its text, its headers."""
    _require_development()
    page = pages.page("subscriptions/dev_letter.html", letter=inbox.letter(name))
    page.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return page


@blueprint.get("/dev/mail/<name>/html/")
@public
def dev_letter_html(name: str) -> Response:
    """The HTML part alone, under a policy of its own; its links open in the whole window."""
    _require_development()
    whole = inbox.letter(name).html.replace("<head>", '<head><base target="_top">', 1)
    page = make_response(whole)
    page.headers["Content-Security-Policy"] = MAIL_POLICY
    return page


def _require_development() -> None:
    if not current_app.config["ENGAGE"].shows_mail:
        abort(404)


def _to_preferences(subscriber: Subscriber, done: str) -> Response:
    token = links.token_for(PREFERENCES, subscriber)
    return redirect(url_for("mail.preferences", token=token, done=done), 303)
