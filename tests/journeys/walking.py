"""Walks a site as a person would, one page of each kind, and says what a machine can see wrong with it."""

import re
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOKS = [(390, "light"), (1280, "dark")]
SKIPPED = ("sign-out", "/files/", "/feeds/", "/materials/", "/papers/")
DOWNLOAD = re.compile(r"\.[a-z]+$")


def shape(url: str) -> str:
    """The URL with what differs from one thing to the next folded, so that one page of each kind is seen."""
    parts = urlsplit(url)
    folded = ["*" if re.search(r"\d|-", part) else part for part in parts.path.strip("/").split("/")[1:]]
    first = parts.path.strip("/").split("/")[0]
    return "/".join([first, *folded]) + ("?" if parts.query else "")


def walk(page, start: str, *, most: int) -> dict[str, list[str]]:
    """What is wrong with each kind of page that can be reached from the start, by the page's address."""
    host = urlsplit(start).netloc
    seen, waiting, wrong = set(), deque([start]), {}
    while waiting and len(seen) < most:
        url = urldefrag(waiting.popleft())[0]
        if shape(url) in seen or urlsplit(url).netloc != host or _is_skipped(url):
            continue
        seen.add(shape(url))
        found = look(page, url)
        if found:
            wrong[urlsplit(url).path] = found
        waiting.extend(urljoin(url, href) for href in _links(page))
    return wrong


def _is_skipped(url: str) -> bool:
    """Whether it leads to no page: to a file that the browser would save, or out of the account."""
    return bool(DOWNLOAD.search(urlsplit(url).path)) or any(part in url for part in SKIPPED)


def look(page, url: str) -> list[str]:
    """Status, console, other hosts, axe, and scrolling sideways, in both widths and both schemes."""
    said, others = [], set()
    host = urlsplit(url).netloc

    def on_console(message):
        if message.type == "error":
            said.append(f"console: {message.text}")

    def on_request(request):
        if urlsplit(request.url).netloc not in (host, ""):
            others.add(urlsplit(request.url).netloc)

    page.on("console", on_console)
    page.on("request", on_request)
    answer = page.goto(url)
    if answer.status != 200:
        said.append(f"status {answer.status}")
    for width, scheme in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        said += [f"axe at {width} {scheme}: {_told(v)}" for v in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            said.append(f"scrolls sideways at {width}")
    page.remove_listener("console", on_console)
    page.remove_listener("request", on_request)
    return [*dict.fromkeys(said), *(f"asks {other}" for other in sorted(others))]


def _told(violation) -> str:
    return f"{violation['id']} ({violation['nodes'][0]['html'][:120]})"


def _links(page) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    return [href for href in found if href and not href.startswith(("mailto:", "tel:"))]
