"""Atom feeds and sitemaps as XML: pure, from facts to bytes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MINTED = "2026"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """One entry of a feed; `name` with the site's host makes an id for ever, such as `publication/12`."""

    name: str
    title: str
    url: str
    published: datetime
    updated: datetime
    author: str
    summary: str = ""
    html: str = ""
    categories: tuple[str, ...] = ()


def atom(*, base_url: str, name: str, title: str, page: str, feed: str, author: str, items: Sequence[Item]) -> bytes:
    """A feed: `page` and `feed` are the paths of what it is about and of itself."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _text(root, "id", tag_uri(base_url, name))
    _text(root, "title", title)
    _text(root, "updated", _moment(max((item.updated for item in items), default=EPOCH)))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": base_url + feed})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": base_url + page})
    _text(SubElement(root, "author"), "name", author)
    for item in items:
        _entry(root, base_url, item)
    return _document(root)


def _entry(root: Element, base_url: str, item: Item) -> None:
    entry = SubElement(root, "entry")
    _text(entry, "id", tag_uri(base_url, item.name))
    _text(entry, "title", item.title)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": base_url + item.url})
    _text(entry, "published", _moment(item.published))
    _text(entry, "updated", _moment(item.updated))
    _text(SubElement(entry, "author"), "name", item.author)
    for category in item.categories:
        SubElement(entry, "category", {"term": category})
    if item.summary:
        _text(entry, "summary", item.summary)
    if item.html:
        _text(entry, "content", item.html).set("type", "html")


def tag_uri(base_url: str, name: str) -> str:
    """`tag:example.org,2026:publication/12`: an id that outlives every address."""
    return f"tag:{urlsplit(base_url).hostname},{MINTED}:{name}"


def sitemap(urls: Iterable[tuple[str, datetime | None]]) -> bytes:
    """A sitemap of absolute addresses, each with the moment of its last change if that is known."""
    return _listing("urlset", "url", urls)


def sitemap_index(urls: Iterable[str]) -> bytes:
    """An index of sitemaps."""
    return _listing("sitemapindex", "sitemap", ((url, None) for url in urls))


def _listing(root_name: str, each_name: str, urls: Iterable[tuple[str, datetime | None]]) -> bytes:
    root = Element(root_name, {"xmlns": SITEMAP})
    for url, changed in urls:
        each = SubElement(root, each_name)
        _text(each, "loc", url)
        if changed is not None:
            _text(each, "lastmod", _moment(changed))
    return _document(root)


def _text(parent: Element, name: str, value: str) -> Element:
    element = SubElement(parent, name)
    element.text = value
    return element


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _document(root: Element) -> bytes:
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + bytes(tostring(root, encoding="utf-8"))
