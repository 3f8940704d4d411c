"""What one person is told, for any news and any way of following it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.comments.verbs import COMMENT_PUBLISHED
from engage.mail import contents
from engage.mail.digests import MOST_NOTES, SPEED, Follow, section, stretches, within
from engage.mail.models import Frequency, TargetKind
from engage.mail.news import MOST_COMMENTS, Happening, Item, Remark, Thing
from engage.publishing.verbs import PLAN_STATUS_CHANGED, PUBLICATION_PUBLISHED, PUBLICATION_UPDATED

START = datetime(2026, 3, 2, tzinfo=UTC)
VERBS = [verb.name for verb in (PUBLICATION_PUBLISHED, PUBLICATION_UPDATED, PLAN_STATUS_CHANGED, COMMENT_PUBLISHED)]
KEYS = [(TargetKind.EVERYTHING, 0), *((kind, number) for kind in list(TargetKind)[1:] for number in (1, 2))]

moments = st.integers(0, 20).map(lambda minutes: START + timedelta(minutes=minutes))
positions = st.sampled_from([0, 0, 0, 5, 12])
follows = st.dictionaries(
    st.sampled_from(KEYS), st.builds(Follow, st.sampled_from(list(Frequency)), moments, positions)
)


@pytest.fixture(autouse=True)
def language(session_site):
    """Numbers are written as in the site's language."""
    with session_site.app_context():
        yield


@st.composite
def thing_lists(draw):
    """Things as the ledger gives them: positions grow with time, each publication stands once."""
    moments_of_all = sorted(draw(st.lists(st.tuples(moments, st.integers(1, 5), st.sampled_from(VERBS)), max_size=30)))
    by_publication = {}
    for position, (at, publication_id, verb) in enumerate(moments_of_all, 1):
        by_publication.setdefault(publication_id, []).append(Happening(position, at, verb, publication_id, position))
    return [
        Thing(number, f"Publication {number}", draw(st.frozensets(st.sampled_from(KEYS))), tuple(some))
        for number, some in by_publication.items()
    ]


def item(thing, happened):
    comments = [one for one in happened if one.verb == COMMENT_PUBLISHED.name]
    return Item(
        publication_id=thing.publication_id,
        title=thing.title,
        standfirst="",
        noun="plan",
        status="Decided",
        url="https://listens.example/",
        happenings=tuple(happened),
        notes={one.number: f"Note {one.number}" for one in happened if one.verb == PUBLICATION_UPDATED.name},
        remarks={one.number: Remark(one.number, one.number, "", "", False, "") for one in comments[-MOST_COMMENTS:]},
    )


@given(thing_lists(), follows, st.sampled_from(list(Frequency)))
def test_each_publication_has_something_to_say_and_no_more_than_fits(things, mine, frequency):
    for thing in things:
        told = within(thing.happenings, stretches(thing, mine, frequency))
        if not told:
            continue
        found = section(item(thing, told))
        assert found.lines
        assert found.headline.strip()
        assert len(found.remarks) <= MOST_COMMENTS
        assert len([line for line in found.lines if line.startswith("Updated")]) <= MOST_NOTES


@given(thing_lists(), follows)
def test_each_happening_is_told_once_over_all_frequencies_and_never_from_before(things, mine):
    for thing in things:
        ways = [mine[key] for key in thing.keys if key in mine]
        by_frequency = [within(thing.happenings, stretches(thing, mine, frequency)) for frequency in SPEED]
        for one in thing.happenings:
            covering = [way for way in ways if way.since <= one.at]
            quickest = min((way.frequency for way in covering), key=SPEED.index, default=None)
            is_new = all(one.position > way.told_until for way in covering if way.frequency is quickest)
            assert sum(one in told for told in by_frequency) == int(bool(covering) and is_new)


@given(thing_lists(), follows, st.sampled_from(list(Frequency)))
def test_what_the_outbox_keeps_says_exactly_the_same(things, mine, frequency):
    told = [(thing, stretches(thing, mine, frequency)) for thing in things]
    kept = contents.contents_text(9, [contents.part_text(thing.publication_id, some) for thing, some in told if some])
    if any(some for _, some in told):
        read = contents.read(kept)
        assert read.total == 9
        assert [(part.publication_id, part.told) for part in read.parts] == [
            (thing.publication_id, some) for thing, some in told if some
        ]


@given(thing_lists(), st.sampled_from(list(Frequency)))
def test_who_follows_nothing_is_told_nothing(things, frequency):
    assert [stretches(thing, {}, frequency) for thing in things] == [()] * len(things)
