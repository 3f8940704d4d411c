"""The preference centre's own pages: when, a pause, objections, another address; one thing on each."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from engage.accounts.addresses import normal
from engage.core import i18n, limits, pages
from engage.core.access import public, token_holder, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.mail import links, preferences, queries, wordings
from engage.mail.blueprints import public as blueprint
from engage.mail.consents import Leave
from engage.mail.kinds import KINDS
from engage.mail.links import PREFERENCES
from engage.mail.models import Proof, Subscriber
from engage.mail.periods import Slot
from engage.mail.preference_forms import AddressForm, AgreeForm, ObjectForm, PauseForm, TimeForm
from engage.mail.wordings import Wording

Row = tuple[str, str, str]
EXPLAINED = {kind.key: kind.explanation for kind in KINDS.values()}


def leave_by(wording: Wording, proof: Proof) -> Leave:
    """What the running request proves: which page said what, and how we know who was there."""
    return Leave(wording, str(request.url_rule), proof)


def proof_of(subscriber: Subscriber) -> Proof:
    """How we know that this is the subscriber: signed in, or by the link in a message."""
    own = viewer().account_id is not None and viewer().account_id == subscriber.account_id
    return Proof.ACCOUNT if own else Proof.LINK


def bad_link() -> Response:
    """The page behind a link that is too old, was changed, or was taken back."""
    return pages.page("subscriptions/bad_link.html", 404)


def summary_rows(subscriber: Subscriber) -> list[Row]:
    """What is chosen beyond what is followed, each with the page that changes it."""
    token = links.token_for(PREFERENCES, subscriber)
    objected = queries.objections(subscriber.id)
    labels = [kind.label for kind in KINDS.values() if kind.key in objected]
    time = Slot(subscriber.digest_hour, subscriber.digest_weekday).words or "At our usual time"
    rows = [
        ("Daily and weekly updates come", time, url_for("mail.choose_time", token=token)),
        ("Pause", _pause_words(subscriber), url_for("mail.pause", token=token)),
        ("Messages you object to", "; ".join(labels) or "None", url_for("mail.object_to", token=token)),
    ]
    if subscriber.account_id is None:
        return [*rows, ("Email address", subscriber.email, url_for("mail.change_address", token=token))]
    return [*rows, ("Email address", subscriber.email, url_for("accounts.address"))]


def _pause_words(subscriber: Subscriber) -> str:
    until = subscriber.paused_until
    if until is None or not preferences.is_paused(subscriber):
        return "Not paused"
    return f"Nothing is sent before {i18n.date_text(i18n.local(until))}"


@blueprint.route("/subscriptions/preferences/<token>/time/", methods=["GET", "POST"])
@public
def choose_time(token: str) -> Response:
    """When daily and weekly updates come."""

    def save(form: TimeForm, subscriber: Subscriber, leave: Leave) -> None:
        hour, weekday = form.chosen()
        preferences.choose_time(viewer(), subscriber=subscriber, hour=hour, weekday=weekday, leave=leave)

    def make(subscriber: Subscriber) -> TimeForm:
        return TimeForm(hour=str(subscriber.digest_hour or ""), weekday=str(subscriber.digest_weekday or ""))

    return _page(token, "time", make, save, wordings.PREFERENCES)


@blueprint.route("/subscriptions/preferences/<token>/pause/", methods=["GET", "POST"])
@public
def pause(token: str) -> Response:
    """Nothing until a day."""

    def save(form: PauseForm, subscriber: Subscriber, leave: Leave) -> None:
        until = None if "go-on" in request.form else form.until.data
        if until is None and "go-on" not in request.form:
            raise Refused("Enter the day on which we may write again.", "until")
        preferences.pause(viewer(), subscriber=subscriber, until=until, leave=leave)

    return _page(token, "pause", lambda _subscriber: PauseForm(), save, wordings.PAUSE)


@blueprint.route("/subscriptions/preferences/<token>/objections/", methods=["GET", "POST"])
@public
def object_to(token: str) -> Response:
    """Which kinds of messages a person objects to."""

    def save(form: ObjectForm, subscriber: Subscriber, leave: Leave) -> None:
        preferences.object_to(viewer(), subscriber=subscriber, kinds=form.kinds.data or [], leave=leave)

    def make(subscriber: Subscriber) -> ObjectForm:
        # With every box empty a browser sends nothing, and the form would take what is kept for what was ticked.
        kept = [] if request.method == "POST" else sorted(queries.objections(subscriber.id))
        return ObjectForm(kinds=kept).offer(preferences.kinds_for(subscriber))

    return _page(token, "objections", make, save, wordings.OBJECT)


@blueprint.route("/subscriptions/preferences/<token>/address/", methods=["GET", "POST"])
@public
def change_address(token: str) -> Response:
    """Another address, once both have agreed."""

    def save(form: AddressForm, subscriber: Subscriber, _leave: Leave) -> None:
        address = normal(form.email.data)
        limits.require("change-address", limits.source(), most=10, per=preferences.A_DAY)
        preferences.ask_address(viewer(), subscriber=subscriber, email=address)

    return _page(token, "address", lambda _subscriber: AddressForm(), save, wordings.ADDRESS)


def _page(
    token: str,
    name: str,
    make: Callable[[Subscriber], Any],
    save: Callable[[Any, Subscriber, Leave], None],
    wording: Wording,
) -> Response:
    """One question of the preference centre; a refusal shows it again with what was typed."""
    subscriber = links.subscriber_of(PREFERENCES, token)
    if subscriber is None:
        return bad_link()
    form: Form = make(subscriber)
    back = url_for("mail.preferences", token=token)
    if form.validate_on_submit():
        try:
            save(form, subscriber, leave_by(wording, proof_of(subscriber)))
            return pages.see_other(f"{back}?done={'asked' if name == 'address' else 'saved'}")
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
    facts: dict[str, Any] = {"form": form, "subscriber": subscriber, "wording": wording, "back": back}
    facts["is_paused"], facts["explained"] = preferences.is_paused(subscriber), EXPLAINED
    return pages.page(f"subscriptions/{name}.html", 422 if form.errors else 200, **facts)


@blueprint.route("/subscriptions/address/<token>/", methods=["GET", "POST"])
@public
def agree_address(token: str) -> Response:
    """Where one of two addresses agrees; nothing happens before the button is pressed."""
    found = links.address_change_of(token)
    if found is None:
        return bad_link()
    change, is_new = found
    form = AgreeForm()
    if form.validate_on_submit():
        leave = leave_by(wordings.ADDRESS, Proof.BOTH_ADDRESSES)
        preferences.agree_address(viewer(), change=change, is_new=is_new, leave=leave)
        return pages.see_other(request.path)
    agreed = (change.new_agreed_at if is_new else change.old_agreed_at) is not None
    facts: dict[str, Any] = {"change": change, "is_new": is_new, "agreed": agreed, "wording": wordings.ADDRESS}
    return pages.page("subscriptions/agree_address.html", 422 if form.errors else 200, form=form, **facts)


@blueprint.route("/subscriptions/object/<token>/", methods=["GET", "POST"])
@token_holder("the link is in the mail, and mail programs send it without a cookie (RFC 8058)")
def one_click(token: str) -> Response:
    """A page with one button; the POST of a mail program or of the button objects to one kind of messages."""
    found = links.objection_of(token)
    if found is None:
        return bad_link()
    subscriber, key = found
    kinds = queries.objections(subscriber.id)
    if request.method == "POST":
        leave = leave_by(wordings.OBJECT, Proof.ONE_CLICK)
        preferences.object_to(viewer(), subscriber=subscriber, kinds=kinds | {key}, leave=leave)
        kinds = kinds | {key}
    facts: dict[str, Any] = {"kind": KINDS[key], "done": key in kinds, "wording": wordings.OBJECT}
    again = url_for("mail.object_to", token=links.token_for(PREFERENCES, subscriber))
    return pages.page("subscriptions/one_click.html", form=AgreeForm(), again=again, **facts)
