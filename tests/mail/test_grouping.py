"""What one person is told, for any news and any way of following it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.comments.verbs import COMMENT_PUBLISHED
from engage.mail.digests import MOST_NOTES, SPEED, Follow, sections
from engage.mail.models import Frequency, TargetKind
from engage.mail.news import MOST_COMMENTS, Happening, Item, Remark
from engage.publishing.verbs import PLAN_STATUS_CHANGED, PUBLICATION_PUBLISHED, PUBLICATION_UPDATED

START = datetime(2026, 3, 2, tzinfo=UTC)
VERBS = [verb.name for verb in (PUBLICATION_PUBLISHED, PUBLICATION_UPDATED, PLAN_STATUS_CHANGED, COMMENT_PUBLISHED)]
KEYS = [(TargetKind.EVERYTHING, 0), *((kind, number) for kind in list(TargetKind)[1:] for number in (1, 2))]

moments = st.integers(0, 20).map(lambda minutes: START + timedelta(minutes=minutes))
follows = st.dictionaries(st.sampled_from(KEYS), st.builds(Follow, st.sampled_from(list(Frequency)), moments))


@pytest.fixture(autouse=True)
def language(session_site):
    """Numbers are written as in the site's language."""
    with session_site.app_context():
        yield


@st.composite
def item_lists(draw):
    """Items as the ledger gives them: positions grow with time, each publication stands once."""
    moments_of_all = sorted(draw(st.lists(st.tuples(moments, st.integers(1, 5), st.sampled_from(VERBS)), max_size=30)))
    by_publication = {}
    for position, (at, publication_id, verb) in enumerate(moments_of_all, 1):
        by_publication.setdefault(publication_id, []).append(Happening(position, at, verb, publication_id, position))
    return [
        _item(number, tuple(some), draw(st.frozensets(st.sampled_from(KEYS))))
        for number, some in by_publication.items()
    ]


def _item(number, happened, keys):
    comments = [one for one in happened if one.verb == COMMENT_PUBLISHED.name]
    return Item(
        publication_id=number,
        title=f"Publication {number}",
        standfirst="",
        noun="plan",
        status="Decided",
        url="https://listens.example/",
        keys=keys,
        happenings=happened,
        notes={one.number: f"Note {one.number}" for one in happened if one.verb == PUBLICATION_UPDATED.name},
        remarks={one.number: Remark(one.number, one.number, "", "", False, "") for one in comments[-MOST_COMMENTS:]},
    )


@given(item_lists(), follows, st.sampled_from(list(Frequency)))
def test_each_publication_stands_once_newest_first_with_something_to_say(items, mine, frequency):
    found = sections(items, mine, frequency)
    numbers = [section.publication_id for section in found]
    assert len(numbers) == len(set(numbers))
    assert [section.position for section in found] == sorted((section.position for section in found), reverse=True)
    for section in found:
        assert section.lines
        assert section.headline.strip()
        assert len(section.remarks) <= MOST_COMMENTS
        assert len([line for line in section.lines if line.startswith("Updated")]) <= MOST_NOTES


@given(item_lists(), follows)
def test_each_comment_is_told_once_over_all_frequencies_and_never_from_before(items, mine):
    told = [0] * 31
    for frequency in SPEED:
        for section in sections(items, mine, frequency):
            told[section.publication_id] += len(section.remarks) + section.more_remarks
    for item in items:
        since = [mine[key].since for key in item.keys if key in mine]
        due = [
            one
            for one in item.happenings
            if one.verb == COMMENT_PUBLISHED.name and any(moment <= one.at for moment in since)
        ]
        assert told[item.publication_id] == len(due)


@given(item_lists(), st.sampled_from(list(Frequency)))
def test_who_follows_nothing_is_told_nothing(items, frequency):
    assert sections(items, {}, frequency) == []
