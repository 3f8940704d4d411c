"""A small day at the desk, after which everything still agrees with itself."""

from tests.moderation.day import Day, wrong


def test_after_a_day_counters_agree_and_nothing_was_decided_twice_or_published_unseen(site):
    happened = Day(usual=40, spam=12).run()
    assert wrong() == []
    assert happened["sent"] == 52
    assert happened["spam rejected together"] == 12
    assert happened["refused, since somebody was quicker"] > 0
    assert happened["decided"] >= 40
