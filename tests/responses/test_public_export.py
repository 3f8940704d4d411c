"""Published responses in a file: the redacted text alone, and nothing that is not public at this moment."""

import csv
import io
import json

from engage.comments.queries import reason
from engage.core.database import unit_of_work
from engage.responses import public_export
from engage.responses.actions import redacting, responding
from tests.support.comments import make_rules
from tests.support.consultations import make_consultation
from tests.support.responses import WORDS, make_response, moderator, response_of, two_questions


def rows(client, it):
    text = client.get("responses.responses_file", slug=it.slug, kind="csv").text
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def objects(client, it):
    return [json.loads(line) for line in jsonl(client, it).text.splitlines()]


def jsonl(client, it):
    return client.get("responses.responses_file", slug=it.slug, kind="jsonl")


def test_both_files_hold_what_is_published_and_no_name_without_consent(client):
    it = two_questions()
    make_response(it, name="Gordon Pike")
    make_response(it, "=SUM(A1)", consent="unnamed", name="Hidden Person")
    make_response(it, "Waiting words", published=False)
    make_response(it, "Private words", consent="none", published=False)
    found = rows(client, it)
    assert [(row["number"], row["by"], row["Why?"]) for row in found] == [
        ("2", "", "'=SUM(A1)"),
        ("1", "Gordon Pike", WORDS),
    ]
    said = objects(client, it)
    assert [each["by"] for each in said] == [None, "Gordon Pike"]
    assert {answer["asked"] for answer in said[1]["answers"]} == {"Where should it be?", "Why?"}
    assert said[1]["address"].endswith(f"/consultations/{it.slug}/responses/1/")
    everything = json.dumps(said) + json.dumps(found)
    for secret in ("Hidden", "Waiting", "Private", "secret@home"):
        assert secret not in everything


def test_a_black_out_and_a_taking_down_are_obeyed_at_once(client):
    it = two_questions()
    shown, gone = make_response(it), make_response(it, "Nonsense")
    first = jsonl(client, it)
    why, actor, start = make_rules(), moderator(), WORDS.index("Ramsbottom")
    place = {"question": "why1", "start": start, "end": start + len("Ramsbottom")}
    response = response_of(shown)
    with unit_of_work():
        redacting.redact_response(actor, response=response, version=1, reason=reason(why.key), **place)
    response = response_of(gone)
    with unit_of_work():
        responding.take_down_response(actor, response=response, reason=reason(why.key))
    second = jsonl(client, it)
    assert first.headers["ETag"] != second.headers["ETag"]
    assert b"Ramsbottom" not in second.text
    assert b"Nonsense" not in second.text
    assert len(second.text.splitlines()) == 1


def test_many_responses_come_in_batches(client, monkeypatch):
    monkeypatch.setattr(public_export, "AT_A_TIME", 2)
    it = two_questions()
    for number in range(5):
        make_response(it, f"Answer {number}")
    assert [row["number"] for row in rows(client, it)] == ["5", "4", "3", "2", "1"]


def test_a_draft_has_no_file(client):
    it = make_consultation(open=False)
    client.get("responses.responses_file", slug=it.slug, kind="csv", expect=404)
    client.get(f"/consultations/{it.slug}/responses.xml", expect=404)
