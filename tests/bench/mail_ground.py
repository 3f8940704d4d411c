"""A site with much news and many who follow it, and some who follow only what is not new."""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import insert

from engage.comments.actions import save_reason, set_thread
from engage.comments.models import Comment, CommentState, ModerationMode
from engage.comments.verbs import COMMENT_PUBLISHED
from engage.core import clock, sealing
from engage.core.database import db, unit_of_work
from engage.core.ledger import Entry, Unsealed
from engage.core.permissions import VISITOR
from engage.core.text import RENDERER_VERSION, render_comment
from engage.demo.content import load_content
from engage.mail.models import Frequency, Subscriber, Subscription, TargetKind
from engage.publishing.actions import add_section, create_post, publish, save_page
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind

POSTS, TOPICS, AREAS = 400, 60, 40
MOST_FOLLOWED = 20
CHUNK = 20_000
DOMAINS = ("example.org", "mail.example", "post.example", "inbox.example", "letters.example")


def fill(entries: int, people: int, *, seed: int = 5) -> None:
    """Write 500 things, so many entries of the ledger about them, and so many people who follow one to twenty."""
    chance = random.Random(seed)
    things = _things()
    _comments(chance, [number for kind, number in things if kind is TargetKind.PUBLICATION], entries - POSTS)
    sealing.seal_all()
    follow(things, people, first=1, seed=seed)


def follow(things: list[tuple[TargetKind, int]], people: int, *, first: int, seed: int) -> None:
    """Let so many people, numbered from `first`, follow one to twenty of the things."""
    chance = random.Random(seed)
    began = clock.now() - timedelta(days=30)
    for start in range(first, first + people, CHUNK):
        numbers = range(start, min(start + CHUNK, first + people))
        with unit_of_work():
            db.session.execute(insert(Subscriber), [_person(number, began) for number in numbers])
            db.session.execute(insert(Subscription), list(_follows(chance, things, numbers, began)))


def not_new() -> list[tuple[TargetKind, int]]:
    """Five hundred things of which there is no news."""
    return [(TargetKind.TOPIC, 1_000_000 + number) for number in range(500)]


def _person(number: int, began: datetime) -> dict:
    email = f"person{number}@{DOMAINS[number % len(DOMAINS)]}"
    return {"id": number, "email": email, "key": f"key-{number}", "created_at": began, "confirmed_at": began}


def _follows(chance: random.Random, things: list, numbers: range, began: datetime) -> Iterator[dict]:
    for number in numbers:
        for kind, target_id in chance.sample(things, chance.randint(1, MOST_FOLLOWED)):
            yield {
                "subscriber_id": number,
                "target_kind": kind,
                "target_id": target_id,
                "frequency": Frequency.DAILY,
                "created_at": began,
                "confirmed_at": began,
            }


def _things() -> list[tuple[TargetKind, int]]:
    texts = load_content().posts
    with unit_of_work():
        save_page(VISITOR, slug="moderation-policy", title="Policy", body="Be kind.")
        save_reason(VISITOR, key="rude", rule="1", label="Rude", text="It is rude.", revise="Say it kindly.")
        section = add_section(VISITOR, slug="news", name="News")
        topics = [add_topic(VISITOR, slug=f"topic-{number}", name=f"Topic {number}") for number in range(TOPICS)]
        areas = [
            add_area(VISITOR, code=f"place-{number}", name=f"Place {number}", kind=AreaKind.PLACE)
            for number in range(AREAS)
        ]
    found = [(TargetKind.TOPIC, topic.id) for topic in topics] + [(TargetKind.AREA, area.id) for area in areas]
    for number in range(POSTS):
        text = texts[number % len(texts)]
        with unit_of_work():
            post = create_post(
                VISITOR,
                section=section,
                title=f"{text.title} ({number})",
                standfirst=text.standfirst,
                body="We write about it here.",
                topics=[topics[number % TOPICS]],
                areas=[areas[number % AREAS]],
            )
            publish(VISITOR, publication=post)
            set_thread(VISITOR, publication=post, mode=ModerationMode.AFTER, is_open=True)
        found.append((TargetKind.PUBLICATION, post.id))
    return found


def _comments(chance: random.Random, publication_ids: list[int], number: int) -> None:
    said = [(one.text, str(render_comment(one.text))) for one in load_content().comments]
    now = clock.now()
    with unit_of_work():
        rows = [
            _comment(place, chance.choice(publication_ids), said[place % len(said)], now)
            for place in range(1, number + 1)
        ]
        db.session.execute(insert(Comment), rows)
        first = 10_000_000
        entries = [
            {
                "id": first + row["id"],
                "at": now,
                "verb": COMMENT_PUBLISHED.name,
                "subject_kind": "comment",
                "subject_id": row["id"],
                "facts": _facts(row["publication_id"]),
            }
            for row in rows
        ]
        db.session.execute(insert(Entry), entries)
        db.session.execute(insert(Unsealed), [{"entry_id": entry["id"]} for entry in entries])


def _facts(publication_id: int) -> str:
    empty = dict.fromkeys(COMMENT_PUBLISHED.facts)
    return json.dumps({**empty, "publication_id": publication_id}, sort_keys=True, separators=(",", ":"))


def _comment(place: int, publication_id: int, said: tuple[str, str], now: datetime) -> dict:
    return {
        "id": place,
        "publication_id": publication_id,
        "number": place,
        "name": f"Person {place}",
        "body": said[0],
        "html": said[1],
        "renderer": RENDERER_VERSION,
        "state": CommentState.PUBLISHED,
        "origin": "bench",
        "created_at": now,
        "submitted_at": now,
        "published_at": now,
    }
