"""No small number can be worked out from one published table: by property, against every table that looks the same."""

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engage.reach.queries.doings import Doing
from engage.reach.queries.figures import Group
from engage.reach.suppression import shown_apart, shown_column, shown_counts, shown_table
from engage.reach.tables import of_stakeholders

THRESHOLD = 3
NOBODY = {doing.value: 0 for doing in Doing}


def with_totals(cells):
    whole = [[*line, sum(line)] for line in cells]
    return [*whole, [sum(column) for column in zip(*whole, strict=True)]]


def tables_like(cells, shown):
    """Every table of small numbers that shows the same; `most` is large enough for a circle to turn by one."""
    most = max(max(line) for line in cells) + 1
    ranges = [
        [shown[row][column]] if shown[row][column] is not None else range(most + 1)
        for row in range(len(cells))
        for column in range(len(cells[0]))
    ]
    width = len(cells[0])
    for numbers in product(*ranges):
        other = with_totals([list(numbers[at : at + width]) for at in range(0, len(numbers), width)])
        if all(
            seen is None or seen == number
            for line, others in zip(shown, other, strict=True)
            for seen, number in zip(line, others, strict=True)
        ):
            yield other


def given_away(cells, shown):
    """The places that are not shown and have one possible value only."""
    hidden = {
        (row, column): set() for row, line in enumerate(shown) for column, seen in enumerate(line) if seen is None
    }
    for other in tables_like(cells, shown):
        for place, values in hidden.items():
            values.add(other[place[0]][place[1]])
        if all(len(values) > 1 for values in hidden.values()):
            return []
    return [place for place, values in hidden.items() if len(values) < 2]


small_tables = st.tuples(st.integers(1, 3), st.integers(1, 2)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 5), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)


@settings(max_examples=150)
@given(small_tables)
def test_from_one_published_table_no_suppressed_cell_can_be_computed(cells):
    shown = shown_table(cells, threshold=THRESHOLD)
    assert given_away(cells, shown) == []


@settings(max_examples=150)
@given(small_tables)
def test_what_is_shown_is_true_and_never_small(cells):
    for line, true in zip(shown_table(cells, threshold=THRESHOLD), with_totals(cells), strict=True):
        for seen, number in zip(line, true, strict=True):
            assert seen is None or (seen == number and not 0 < seen < THRESHOLD)


@settings(max_examples=150)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=5))
def test_a_column_with_its_total_gives_nothing_away(numbers):
    shown, total = shown_column(numbers, threshold=THRESHOLD)
    hidden = [at for at, seen in enumerate(shown) if seen is None]
    possible = [
        other
        for other in product(*(range(8) if seen is None else [seen] for seen in shown))
        if total is None or sum(other) == total
    ]
    assert all(len({other[at] for other in possible}) > 1 for at in hidden)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=4))
def test_who_knows_the_sizes_of_the_groups_learns_no_more(groups):
    counts, sizes = [did for did, _ in groups], [did + did_not for did, did_not in groups]
    shown, total = shown_counts(counts, sizes=sizes, threshold=THRESHOLD)
    ranges = [range(size + 1) if seen is None else [seen] for seen, size in zip(shown, sizes, strict=True)]
    possible = [other for other in product(*ranges) if total is None or sum(other) == total]
    for at, seen in enumerate(shown):
        assert seen is not None or len({other[at] for other in possible}) > 1
        assert seen is None or not 0 < sizes[at] < THRESHOLD


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([12, 3, 20], ([None, None, 20], 35)),
        ([12, 3, 2, 20], ([12, None, None, 20], 37)),
        ([12, 0, 20], ([12, 0, 20], 32)),
        ([3], ([None], None)),
        ([], ([], 0)),
    ],
)
def test_as_little_as_need_be_is_hidden(numbers, shown):
    assert shown_column(numbers, threshold=5) == shown


def test_four_corners_are_hidden_for_one_small_cell():
    shown = shown_table([[3, 10, 20], [12, 8, 9], [7, 7, 7]], threshold=5)
    assert sum(seen is None for line in shown for seen in line) == 4
    assert shown[-1] == [22, 25, 36, 83]


def test_of_a_small_group_nothing_is_told():
    assert shown_apart([0, 0, 6, 2], sizes=[2, 9, 9, 9], threshold=5) == [None, 0, 6, None]
    assert shown_counts([0, 12], sizes=[2, 40], threshold=5)[0][0] is None


def test_a_large_table_is_done_in_good_time():
    cells = [[(row * 7 + column * 3) % 11 for column in range(8)] for row in range(60)]
    shown = shown_table(cells, threshold=5)
    assert len(shown) == 61


@settings(max_examples=200)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=5))
def test_who_knows_that_nobody_hides_a_nought_learns_no_more(numbers):
    shown, total = shown_column(numbers, threshold=THRESHOLD)
    hidden = [at for at, seen in enumerate(shown) if seen is None]
    if all(numbers[at] for at in hidden):
        possible = [
            other
            for other in product(*(range(1, 12) if seen is None else [seen] for seen in shown))
            if total is None or sum(other) == total
        ]
        assert all(len({other[at] for other in possible}) > 1 for at in hidden)


@pytest.mark.parametrize("threshold", [2, 3, 4, 5])
@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_who_knows_the_rules_of_a_column_learns_no_hidden_number(threshold, length):
    most = max(threshold, 3) + 2
    alike = {}
    for numbers in product(range(most + 1), repeat=length):
        shown, total = shown_column(numbers, threshold=threshold)
        alike.setdefault((*shown, total), []).append((*numbers, sum(numbers)))
    for printed, columns in alike.items():
        is_whole = all(max(numbers[:-1]) < most for numbers in columns)
        for at, seen in enumerate(printed):
            assert seen is not None or not is_whole or len({numbers[at] for numbers in columns}) > 1, printed


@pytest.mark.parametrize("numbers", [[1, 1, 5], [1, 1, 1, 1, 1], [4, 4, 4], [5, 5, 3], [1, 1]])
def test_nothing_is_hidden_by_a_rule_that_fits_one_column_only(numbers):
    printed = shown_column(numbers, threshold=5)
    same = [each for each in product(range(8), repeat=len(numbers)) if shown_column(each, threshold=5) == printed]
    hidden = [at for at, seen in enumerate(printed[0]) if seen is None]
    assert hidden
    assert all(len({each[at] for each in same}) > 1 for at in hidden)


def published(groups):
    """A table by kind with one measure, as a page shows it: for each kind its size and how many did it."""
    made = [Group("kind", f"Kind {at}", size, min(did, size), NOBODY) for at, (size, did) in enumerate(groups)]
    return [line.numbers[:2] for line in of_stakeholders(made, THRESHOLD).by_kind]


def looks_like(groups):
    """Every table that shows the same; each kind that is listed has somebody, and no more do a thing than there are."""
    shown = published(groups)
    most = max(size for size, _ in groups) + 2
    sizes = product(*(range(1, most + 1) if line[0] is None else [line[0]] for line in shown[:-1]))
    for each in sizes:
        if shown[-1][0] is not None and sum(each) != shown[-1][0]:
            continue
        ranges = zip(shown[:-1], each, strict=True)
        for did in product(*(range(size + 1) if line[1] is None else [line[1]] for line, size in ranges)):
            fits = all(one <= size for one, size in zip(did, each, strict=True))
            if fits and shown[-1][1] in (None, sum(did)):
                yield each, did


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6)), min_size=1, max_size=3))
@example([(1, 0), (6, 6), (6, 3)])
@example([(1, 1), (1, 0), (6, 6)])
def test_sizes_and_counts_read_together_give_no_hidden_number_away(groups):
    shown = published(groups)
    possible = list(looks_like(groups))
    assert ([size for size, _ in groups], [min(one) for one in groups]) in [([*a], [*b]) for a, b in possible]
    for at, (size, did) in enumerate(shown[:-1]):
        assert size is not None or len({sizes[at] for sizes, _ in possible}) > 1
        assert did is not None or len({counts[at] for _, counts in possible}) > 1


def test_what_one_table_hides_stands_in_no_other_of_the_page():
    did = {doing.value: 0 for doing in Doing} | {Doing.INVITATION: 22}
    kinds = [Group("kind", "A", 9, 2, did), Group("kind", "B", 40, 20, did)]
    everybody = Group("all", "All", 49, 22, did)
    area = Group("area", "All of us", 49, 22, did)
    tables = of_stakeholders([*kinds, everybody, area], 5)
    hidden = [at for at, number in enumerate(tables.by_kind[-1].numbers) if number is None]
    assert tables.by_kind[0].numbers[1] is None
    for at in hidden:
        assert tables.by_area[0].numbers[at] is None
    if 1 in hidden:
        assert dict(tables.by_route)["By an invitation"] is None
