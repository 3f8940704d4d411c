"""No hidden number can be worked out by whoever knows the rules: every small table is printed and read backwards."""

from functools import cache
from itertools import combinations, combinations_with_replacement, pairwise, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.reach.queries.doings import Doing
from engage.reach.queries.figures import Group
from engage.reach.suppression import (
    Whole,
    most_that_fit,
    shown_column,
    shown_counts,
    shown_overlapping,
    shown_parts,
    shown_sizes,
)
from engage.reach.tables import of_stakeholders

THRESHOLDS = [2, 3, 4, 5]


class Prints:
    """What is printed of many tables, and for each print which values its hidden numbers have among them."""

    def __init__(self):
        self.first, self.open = {}, {}

    def add(self, printed, numbers):
        """Note that a table with these numbers is printed so."""
        if printed not in self.first:
            self.first[printed] = numbers
            self.open[printed] = {at for at, seen in enumerate(printed) if seen is None}
        first = self.first[printed]
        self.open[printed] -= {at for at in self.open[printed] if numbers[at] != first[at]}

    def given_away(self):
        """The prints of which a hidden number has one possible value only, with that table."""
        return [(printed, self.first[printed]) for printed, left in self.open.items() if left]


def least(threshold):
    return max(threshold, 3)


def assert_true_and_never_small(printed, numbers, threshold):
    for seen, number in zip(printed, numbers, strict=True):
        assert seen is None or (seen == number and not 0 < seen < least(threshold))


@pytest.mark.parametrize("threshold", THRESHOLDS)
@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_a_column_read_backwards_gives_nothing_away(threshold, length):
    prints = Prints()
    for numbers in product(range(8), repeat=length):
        shown, total = shown_column(numbers, threshold=threshold)
        assert_true_and_never_small((*shown, total), (*numbers, sum(numbers)), threshold)
        prints.add((*shown, total), (*numbers, sum(numbers)))
    assert prints.given_away() == []


@pytest.mark.parametrize("threshold", THRESHOLDS)
@pytest.mark.parametrize(("length", "most"), [(1, 7), (2, 7), (3, 5)])
def test_sizes_and_counts_read_backwards_together_give_nothing_away(threshold, length, most):
    prints = Prints()
    for sizes in product(range(1, most + 1), repeat=length):
        for counts in product(*(range(size + 1) for size in sizes)):
            printed, numbers = with_sizes(sizes, counts, threshold)
            assert_true_and_never_small(printed, numbers, threshold)
            prints.add(printed, numbers)
    assert prints.given_away() == []


def with_sizes(sizes, counts, threshold):
    """Sizes beside counts as they are printed, and as they are."""
    seen, everybody = shown_column(sizes, threshold=threshold)
    shown, total = shown_counts(counts, sizes=sizes, threshold=threshold)
    return (*seen, everybody, *shown, total), (*sizes, sum(sizes), *counts, sum(counts))


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_two_measures_read_backwards_together_give_nothing_away(threshold):
    prints = Prints()
    for sizes in product(range(1, 6), repeat=2):
        for counts in product(*(range(size + 1) for size in sizes * 2)):
            first, numbers = with_sizes(sizes, counts[:2], threshold)
            second, others = with_sizes(sizes, counts[2:], threshold)
            prints.add((*first, *second), (*numbers, *others))
    assert prints.given_away() == []


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_four_counts_beside_sizes_that_are_known_give_nothing_away(threshold):
    for sizes in combinations_with_replacement(range(least(threshold), 8), 4):
        prints = Prints()
        for counts in product(*(range(size + 1) for size in sizes)):
            shown, total = shown_counts(counts, sizes=sizes, threshold=threshold)
            prints.add((*shown, total), (*counts, sum(counts)))
        assert prints.given_away() == [], sizes


def alike(sizes, counts, hidden, threshold):
    """Tables of which some must be printed like this one, if its hidden numbers are safe."""
    for one, other in permutations(hidden, 2):
        traded = list(counts)
        traded[one], traded[other] = counts[one] + 1, counts[other] - 1
        yield sizes, traded
        places = list(range(len(sizes)))
        places[one], places[other] = other, one
        yield [sizes[at] for at in places], [counts[at] for at in places]
    for size in range(1, threshold):
        yield [size] * len(sizes), [min(size, count) for count in counts]
        yield [size] * len(sizes), [size] * len(sizes)
    for beside in hidden:
        filled = [at for at in hidden if at != beside]
        for each in (dict.fromkeys(filled, 1), {at: min(sizes[at], threshold - 1) for at in filled}):
            for last in (threshold, sizes[beside], sum(counts[at] for at in hidden) - sum(each.values())):
                put = each | {beside: last}
                yield sizes, [put.get(at, count) for at, count in enumerate(counts)]
        for count in range(threshold):
            yield sizes, [count if at == beside else other for at, other in enumerate(counts)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 40)), min_size=1, max_size=7), st.integers(2, 12))
def test_each_hidden_number_of_a_larger_table_could_be_another(groups, threshold):
    sizes, counts = [size for size, _ in groups], [min(group) for group in groups]
    printed, numbers = with_sizes(sizes, counts, threshold)
    assert_true_and_never_small(printed, numbers, threshold)
    hidden = [at for at in range(len(sizes)) if None in (printed[at], printed[len(sizes) + 1 + at])]
    prints = Prints()
    prints.add(printed, numbers)
    for other_sizes, other in alike(sizes, counts, hidden, least(threshold)):
        if all(0 <= count <= size for count, size in zip(other, other_sizes, strict=True)):
            prints.add(*with_sizes(other_sizes, other, threshold))
    assert printed not in dict(prints.given_away())


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_parts_read_backwards_beside_their_whole_give_nothing_away(threshold):
    prints = Prints()
    for everybody in range(10):
        for did, size in product(range(everybody + 1), repeat=2):
            _, total = shown_counts([did], sizes=[everybody], threshold=threshold)
            whole = Whole(shown_column([everybody], threshold=threshold)[1], total)
            for count in range(max(0, did - (everybody - size)), min(size, did) + 1):
                if not size:
                    continue
                seen = shown_sizes([size], whole=whole.size, threshold=threshold)[0]
                shown = shown_parts([count], sizes=[size], whole=whole, threshold=threshold)[0]
                prints.add((whole.size, total, seen, shown), (everybody, did, size, count))
                assert_no_few(whole, seen, shown, threshold)
    assert prints.given_away() == []


def assert_no_few(whole, size, count, threshold):
    """Neither a part that is shown nor what it leaves is few."""
    for all_of_them, part in ((whole.size, size), (whole.count, count)):
        if part is not None:
            assert not 0 < part < least(threshold)
            assert all_of_them is None or not 0 < all_of_them - part < least(threshold)


@cache
def by_kind(sizes, counts, threshold):
    """A table by kind as it is printed, as it is, and what it tells of all."""
    printed, numbers = with_sizes(sizes, counts, threshold)
    seen, everybody, shown, total = printed[:2], printed[2], printed[3:5], printed[5]
    most = most_that_fit(shown, sizes=seen, everybody=everybody, threshold=threshold)
    return printed, numbers, Whole(everybody, total, most)


@cache
def by_area(size, count, whole, threshold):
    """A line of the table by area beside that whole, as it is printed."""
    seen = shown_sizes([size], whole=whole.size, threshold=threshold)
    return (*seen, *shown_parts([count], sizes=[size], whole=whole, threshold=threshold))


def populations(most):
    """How many are of the one kind or the other, in an area or not, and did something or not: all that there can be."""
    for ends in combinations(range(most + 8), 8):
        yield [after - before - 1 for before, after in pairwise((-1, *ends))]


@pytest.mark.parametrize(("threshold", "most"), [(3, 9), (5, 11)])
def test_kinds_and_an_area_of_every_small_population_read_backwards_together_give_nothing_away(threshold, most):
    prints = Prints()
    for a, b, c, d, e, f, g, h in populations(most):
        sizes, counts, size, count = (a + b + c + d, e + f + g + h), (a + b, e + f), a + c + e + g, a + e
        if all(sizes) and size:
            printed, numbers, whole = by_kind(sizes, counts, threshold)
            prints.add((*printed, *by_area(size, count, whole, threshold)), (*numbers, size, count))
    assert prints.given_away() == []


def test_kinds_and_two_areas_read_backwards_together_give_nothing_away():
    """Whoever is in an area can be of any kind: it is bound by nothing but how many there are and did it."""
    prints = Prints()
    for sizes in (each for each in product(range(1, 7), repeat=2) if sum(each) <= 7):
        for counts in product(*(range(size + 1) for size in sizes)):
            everybody, did = sum(sizes), sum(counts)
            printed, numbers, whole = by_kind(sizes, counts, 3)
            areas = [
                (size, count)
                for size in range(1, everybody + 1)
                for count in range(max(0, size - everybody + did), min(size, did) + 1)
            ]
            for one, other in product(areas, repeat=2):
                lines = (*by_area(*one, whole, 3), *by_area(*other, whole, 3))
                prints.add((*printed, *lines), (*numbers, *one, *other))
    assert prints.given_away() == []


def test_a_silent_area_stands_beside_a_hidden_total_where_it_tells_nothing_of_it():
    most = most_that_fit([None, 0, None], sizes=[30, 40, 5], everybody=75, threshold=5)
    assert most == 4 + 30
    assert shown_parts([0, 0, 2], sizes=[41, 42, 20], whole=Whole(75, None, most), threshold=5) == [0, None, None]
    assert most_that_fit([None, 0], sizes=[30, 40], everybody=70, threshold=5) == 4
    assert most_that_fit([None, None, 9], sizes=[None, 30, 40], everybody=75, threshold=5) == 9 + 5 + 30
    assert most_that_fit([None], sizes=[None], everybody=None, threshold=5) is None


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_ways_that_overlap_read_backwards_beside_their_union_give_nothing_away(threshold):
    prints = Prints()
    for counts in product(range(2 * least(threshold)), repeat=3):
        for union in range(max(counts), sum(counts) + 1):
            told = None if 0 < union < least(threshold) else union
            shown = shown_overlapping(counts, union=told, threshold=threshold)
            prints.add((told, *shown), (union, *counts))
    assert prints.given_away() == []


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([12, 3, 20], ([None, None, 20], 35)),
        ([12, 3, 2, 20], ([12, None, None, 20], 37)),
        ([12, 1, 2, 20], ([None, None, None, 20], 35)),
        ([12, 0, 20], ([12, 0, 20], 32)),
        ([3], ([None], None)),
        ([], ([], 0)),
    ],
)
def test_as_little_as_need_be_is_hidden_in_a_column(numbers, shown):
    assert shown_column(numbers, threshold=5) == shown


@pytest.mark.parametrize(
    ("sizes", "counts", "shown"),
    [
        ([40, 60, 30], [20, 0, 10], ([20, 0, 10], 30)),
        ([40, 60, 30], [20, 3, 10], ([20, None, None], 33)),
        ([40, 60, 30, 9], [20, 3, 10, 2], ([20, None, 10, None], 35)),
        ([40, 60, 30, 9], [20, 1, 10, 2], ([20, None, None, None], 33)),
        ([40, 60, 30], [0, 3, 0], ([0, None, 0], None)),
        ([40, 2, 30], [20, 1, 10], ([20, None, None], 31)),
        ([40, 2, 30], [20, 0, 0], ([20, 0, 0], 20)),
        ([40, 2, 30], [20, 2, 4], ([20, None, None], 26)),
    ],
)
def test_as_little_as_need_be_is_hidden_of_counts(sizes, counts, shown):
    assert shown_counts(counts, sizes=sizes, threshold=5) == shown


@pytest.mark.parametrize("threshold", [0, 1])
def test_a_threshold_of_one_hides_nothing(threshold):
    assert shown_counts([1, 2], sizes=[1, 9], threshold=threshold) == ([1, 2], 3)
    assert shown_overlapping([1, 2], union=2, threshold=threshold) == [1, 2]


def test_a_part_that_leaves_few_of_its_whole_is_not_shown():
    whole = Whole(49, 22)
    assert shown_parts([22, 20, 10, 0], sizes=[49, 30, 30, 30], whole=whole, threshold=5) == [22, None, 10, 0]
    assert shown_sizes([49, 47, 30, 3], whole=49, threshold=5) == [49, None, 30, None]
    assert shown_parts([22, 0], sizes=[49, 30], whole=Whole(49, None, 4), threshold=5) == [None, 0]


def test_what_the_last_line_does_not_show_stands_nowhere_else_on_the_page():
    did = {doing.value: 0 for doing in Doing} | {Doing.INVITATION: 2, Doing.RESPONDED: 12}
    kinds = [Group("kind", "A", 9, 0, did | {Doing.RESPONDED: 0}), Group("kind", "B", 40, 2, did)]
    groups = [*kinds, Group("all", "All", 49, 2, did), Group("area", "Most of us", 48, 2, did)]
    groups += [Group("area", "All of us", 49, 2, did), Group("topic", "Many of us", 30, 2, did | {Doing.RESPONDED: 9})]
    tables = of_stakeholders(groups, 5)
    assert tables.by_kind[-1].numbers == (49, None, 0, 0, 12, 0)
    assert tables.by_area[0].numbers == (None,) * 2 + (0, 0, None, 0)
    assert tables.by_area[1].numbers == (49, None, 0, 0, 12, 0)
    assert tables.by_topic[0].numbers == (30, None, 0, 0, None, 0)
    assert dict(tables.by_route) == dict.fromkeys(dict(tables.by_route), 0) | {"By an invitation": None}
