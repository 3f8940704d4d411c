"""How fast a plan's page is answered, and how fast a comment is taken, beside what the same machine can do at best."""

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from tests.bench.driver import driver_rate
from tests.bench.ground import Ground, ground
from tests.bench.load import fetch, get_request, rate
from tests.bench.measure import Figure, compare, in_turn
from tests.bench.servers import PROCESSES, bare, served
from tests.support.statements import counted

ROUNDS, SECONDS = 9, 2.0
MANY, FEW = 10_000, 100
LARGEST_BATCH = 2500
ACCEPT = {"Accept-Encoding": "br, gzip"}


def run(scale: float = 1.0) -> list[Figure]:
    """Every figure of the issue that founds the site."""
    many = max(100, int(MANY * scale))
    with ground(many) as site, ground(FEW) as small:
        figures = [*_rates(site, small), *_statements(site, small), *_weights(site), _seen_elsewhere(site)]
        figures.append(_posting(site))
    return figures


def _rates(site: Ground, small: Ground) -> list[Figure]:
    ask, mine = get_request(site.path, **ACCEPT), get_request(site.path, Cookie=site.cookie)
    cold = {**site.environment, "ENGAGE_PAGE_CACHE_MB": "0"}
    with (
        served(site.environment) as warm,
        served(cold) as cold_port,
        served(small.environment) as small_port,
        _peer(warm, ask) as peer,
        _peer(warm, mine) as peer_mine,
    ):
        for port in (warm, small_port, cold_port):
            rate(port, [ask], seconds=0.5)
        taken = in_turn(
            ROUNDS,
            {
                "bare": lambda: rate(peer, [get_request("/")], seconds=SECONDS),
                "warm": lambda: rate(warm, [ask], seconds=SECONDS),
                "cold": lambda: rate(cold_port, [ask], seconds=SECONDS),
                "bare signed in": lambda: rate(peer_mine, [get_request("/")], seconds=SECONDS),
                "signed in": lambda: rate(warm, [mine], seconds=SECONDS),
                "few": lambda: rate(small_port, [ask], seconds=SECONDS),
                "signed in, few": lambda: rate(
                    small_port, [get_request(small.path, Cookie=small.cookie)], seconds=SECONDS
                ),
            },
        )
    return [
        compare("plan page, not signed in, warm", taken["warm"], taken["bare"], bar=0.5),
        compare("plan page, not signed in, cold", taken["cold"], taken["bare"], bar=0.02),
        compare("plan page, signed in", taken["signed in"], taken["bare signed in"], bar=0.1),
        compare(f"plan page, warm, many comments beside {FEW}", taken["warm"], taken["few"], bar=0.9),
        compare(
            f"plan page, signed in, many comments beside {FEW}", taken["signed in"], taken["signed in, few"], bar=0.9
        ),
    ]


@contextmanager
def _peer(port: int, ask: bytes) -> Iterator[int]:
    """A bare view that returns the very bytes that the site answers to a request."""
    head, body = fetch(port, ask)
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as folder, bare(Path(folder), body, head) as peer:
        yield peer


def _statements(site: Ground, small: Ground) -> list[Figure]:
    many, mine = _counts(site)
    few, _ = _counts(small)
    return [
        Figure(
            "SQL statements, not signed in, cold, many beside few comments", many, "statements", few, 1.0, at_most=True
        ),
        Figure("SQL statements, signed in, warm", mine, "statements", 1, 24, at_most=True),
        Figure("SQL statements, not signed in, warm", 1, "statements", 1, 2, at_most=True),
    ]


def _counts(site: Ground) -> tuple[int, int]:
    client = site.app.test_client(use_cookies=False)
    site.app.extensions["engage.cache"].clear()
    with site.app.app_context(), counted() as cold:
        client.get(site.path)
    asked = client.get(site.path, headers={"Cookie": site.cookie})
    assert asked.status_code == 200, asked.status
    with site.app.app_context(), counted() as mine:
        client.get(site.path, headers={"Cookie": site.cookie})
    return len(cold), len(mine)


def _weights(site: Ground) -> list[Figure]:
    client = site.app.test_client()
    page = client.get(site.path, headers=ACCEPT)
    html = len(page.data)
    parts = [part for part in _parts(site) if part]
    whole = html + sum(len(client.get(part, headers=ACCEPT).data) for part in parts)
    return [
        Figure("HTML compressed", html / 1000, "kB", 25, 1.0, at_most=True),
        Figure(f"first visit in all ({len(parts)} further files)", whole / 1000, "kB", 120, 1.0, at_most=True),
    ]


def _parts(site: Ground) -> list[str]:
    from lxml import html

    document = html.fromstring(site.app.test_client().get(site.path).get_data(as_text=True))
    links = [e.get("href") for e in document.cssselect("link[rel=stylesheet], link[rel=icon]")]
    return links + [e.get("src") for e in document.cssselect("script[src], img[src]")]


def _seen_elsewhere(site: Ground) -> Figure:
    """A comment published through one web process is on the next GET of another: how many of twenty were."""
    seen = 0
    with served(site.environment) as one, served(site.environment) as other:
        ask = get_request(site.path + "?sort=newest")
        fetch(other, ask)
        for number in range(20):
            words = f"Seen elsewhere {number}."
            assert fetch(one, _post(site, words, number))[0].startswith(b"HTTP/1.1 303")
            seen += words.encode() in fetch(other, ask)[1]
    return Figure("comments on the next GET of another process", seen, "of 20", 20, 1.0)


def _posting(site: Ground) -> Figure:
    """Each person says no more than the site lets one say in an hour; what they say is new each time."""
    fresh = (_post(site, f"A further remark, number {number}, on buses.", number) for number in itertools.count())
    with served(site.environment) as port:

        def take() -> float:
            batch = list(itertools.islice(fresh, LARGEST_BATCH))
            return rate(port, batch, seconds=SECONDS, connections=8, expect=b"HTTP/1.1 303", once=True)

        take()
        taken = in_turn(ROUNDS, {"site": take, "driver": lambda: driver_rate(site, PROCESSES, SECONDS)})
    return Figure(
        "comments taken",
        median(taken["site"]),
        "comments/s",
        median(taken["driver"]),
        0.15,
        spread=(min(taken["site"]), max(taken["site"])),
    )


def _post(site: Ground, words: str, number: int) -> bytes:
    cookie, token = site.people[number % len(site.people)]
    body = urlencode({"csrf_token": token, "body": words, "name": "Grace Bench"}).encode()
    head = get_request(
        f"/comments/to/{site.publication_id}/",
        Cookie=cookie,
        **{"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))},
    )
    return head.replace(b"GET ", b"POST ", 1) + body
