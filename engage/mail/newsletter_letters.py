"""The words of a newsletter, written and styled once in each worker as long as nothing that it shows has changed."""

from dataclasses import dataclass

from flask import current_app
from markupsafe import Markup

from engage.core.messages import Message, link
from engage.core.text import stored
from engage.mail import links, mails
from engage.mail import queries_newsletters as queries
from engage.mail.assembling import Pattern, Written, hole
from engage.mail.kinds import NEWSLETTERS
from engage.mail.models import Newsletter, Subscriber
from engage.mail.queries_newsletters import Drawn

OWN = "/subscriptions/"


@dataclass(frozen=True)
class Kept:
    """A newsletter as it was written: of which version and words, and what it showed of plans and posts."""

    version: int
    words: tuple[str, str]
    shown: tuple[Drawn, ...]
    pattern: Pattern


def written(newsletter: Newsletter, subscriber: Subscriber | None) -> Written:
    """One person's copy; for nobody in particular, the links by which one says no lead to the general page."""
    facts = {"stop_url": link(OWN), "preferences_url": link(OWN)}
    if subscriber is not None:
        facts["stop_url"] = links.object_url(NEWSLETTERS.key, subscriber)
        facts["preferences_url"] = links.url("mail.preferences", links.PREFERENCES, subscriber)
    return _pattern(newsletter).filled(facts)


def headers(subscriber: Subscriber) -> dict[str, str]:
    """What lets a mail program offer to stop newsletters alone, and leads to those of before."""
    stop, archive = links.object_url(NEWSLETTERS.key, subscriber), link("/newsletters/")
    help_url = links.url("mail.preferences", links.PREFERENCES, subscriber)
    more = {"List-Help": f"<{help_url}>", "List-Archive": f"<{archive}>"}
    return {**links.reply_headers(stop, name=NEWSLETTERS.key), **more}


def _pattern(newsletter: Newsletter) -> Pattern:
    known: dict[int, Kept] = current_app.extensions.setdefault("engage.newsletters", {})
    shown = tuple(queries.drawn(queries.items(newsletter.id)))
    kept, version, words = known.get(newsletter.id), newsletter.version, (newsletter.title, newsletter.body)
    if kept is None or (kept.version, kept.words, kept.shown) != (version, words, shown):
        known.clear()
        kept = known[newsletter.id] = Kept(version, words, shown, Pattern.cut(_message(newsletter, shown)))
    return kept.pattern


def _message(newsletter: Newsletter, shown: tuple[Drawn, ...]) -> Message:
    found = queries.target_of(newsletter)
    return mails.newsletter(
        title=newsletter.title,
        html=whole_links(queries.body_html(newsletter)),
        body=newsletter.body.replace("](/", f"]({link('/')}"),
        items=[(one, link(one.path)) for one in shown],
        follows=found.name if found is not None else "",
        url=link(f"/newsletters/{newsletter.id}/"),
        stop_url=hole("stop_url"),
        preferences_url=hole("preferences_url"),
    )


def whole_links(html: Markup) -> Markup:
    """Stored HTML whose links lead back to the site from anywhere."""
    return stored(str(html).replace('href="/', f'href="{link("/")}'))
