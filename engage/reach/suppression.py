"""Which numbers of a table may be published so that no small one can be worked out from the others: pure.

Criterion: whoever knows every number that is shown, and these rules as well, finds at least two values possible for
each number that is not shown.

Such a reader asks of every rule which tables it prints like this one. So what else is hidden beside the small numbers
is chosen by what everybody can see, never by a number that is hidden: the place of a number, the size of a group, the
total. Whether a total is shown is decided by nothing but what would be read from it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

Column = tuple[list[int | None], int | None]


def is_small(number: int, threshold: int) -> bool:
    """Whether so few people or groups stand behind a number that it is not published; nobody stands behind 0."""
    return 0 < number < threshold


def least_that_hides(threshold: int) -> int:
    """The threshold that is kept to: below 3 the only small number is 1, and hiding it would name it."""
    return max(threshold, 3) if threshold > 1 else threshold


def shown_column(numbers: Sequence[int], *, threshold: int) -> Column:
    """Numbers that add up to one total, as they may be published, and the total.

    Places never matter: two different numbers that are hidden can always have changed places. Where the small ones are
    all equal, or fewer than the threshold together, the least of the others is hidden with all that are as large; where
    there is none but 0, the total is.
    """
    threshold = least_that_hides(threshold)
    hidden = {number for number in numbers if is_small(number, threshold)}
    larger = [number for number in numbers if number >= threshold]
    if hidden and larger and (len(hidden) == 1 or _sum_of(numbers, hidden) < threshold):
        hidden.add(min(larger))
    is_told = not hidden or (len(hidden) > 1 and _sum_of(numbers, hidden) >= threshold)
    return [None if number in hidden else number for number in numbers], sum(numbers) if is_told else None


def _sum_of(numbers: Sequence[int], among: Collection[int]) -> int:
    return sum(number for number in numbers if number in among)


@dataclass(frozen=True)
class _Hidden:
    """Counts that are hidden for what they are, of which a reader may learn the sum.

    `small` of them lie between 1 and one below the threshold; those of groups whose sizes are not shown lie together
    between 1 and `dark`, the sum of these sizes. None is 0.
    """

    small: int
    dark: int
    threshold: int

    @property
    def sums(self) -> range:
        """What all of them together can be."""
        most = self.small * (self.threshold - 1) + self.dark
        return range(self.small + (self.dark > 0), most + 1)

    def is_safe(self, total: int) -> bool:
        """Whether their sum can be told: it is not small, and each small one could be another."""
        if total < self.threshold:
            return False
        if not self.small:
            return True
        others = _Hidden(self.small - 1, self.dark, self.threshold).sums
        least, most = max(1, total - others[-1]), min(self.threshold - 1, total - others[0])
        return least < most

    def unsafe_beside(self, total: int, size: int) -> int:
        """How many sums that cannot be told fit a total that holds the count of one more group of this size too."""
        unsafe = {one for one in (*range(self.threshold), self.sums[0], self.sums[-1]) if not self.is_safe(one)}
        return sum(one in self.sums and self.threshold <= total - one <= size for one in unsafe)


def shown_counts(counts: Sequence[int], *, sizes: Sequence[int], threshold: int) -> Column:
    """How many of each group, and of all, did something, as it may be published beside the column of the sizes.

    Of groups whose sizes are not shown it is told only when nobody of them all did it. Where the sum of what is hidden
    would tell too much, the count of the smallest other group is hidden with it; where that does not help, the total.
    """
    threshold = least_that_hides(threshold)
    seen, everybody = shown_column(sizes, threshold=threshold)
    dark = {at for at, size in enumerate(seen) if size is None}
    if not any(counts[at] for at in dark):
        dark = set()
    elif everybody is None:
        return [None] * len(counts), None
    small = {at for at, count in enumerate(counts) if is_small(count, threshold) and seen[at] is not None}
    hidden = small | dark
    if not hidden:
        return list(counts), sum(counts)
    about = _Hidden(len(small), sum(sizes[at] for at in dark), threshold)
    known = sum(count for at, count in enumerate(counts) if at not in hidden)
    is_told = about.is_safe(sum(counts) - known)
    if not is_told and (other := _smallest_other(counts, seen, threshold)) is not None:
        hidden.add(other)
        is_told = about.unsafe_beside(sum(counts) - known + counts[other], sizes[other]) > 1
    return [None if at in hidden else count for at, count in enumerate(counts)], sum(counts) if is_told else None


def _smallest_other(counts: Sequence[int], sizes: Sequence[int | None], threshold: int) -> int | None:
    """The smallest group whose count is not small but could have been another; which it is, everybody sees."""
    able = [
        (size, at) for at, size in enumerate(sizes) if size is not None and size > threshold and counts[at] >= threshold
    ]
    return min(able)[1] if able else None


def most_that_fit(
    counts: Sequence[int | None], *, sizes: Sequence[int | None], everybody: int | None, threshold: int
) -> int | None:
    """The most that counts can be together for whoever reads them as they are printed beside the sizes.

    Of those that are not shown all are small, but for one at most that was hidden to keep another company.
    """
    if everybody is None:
        return None
    small = least_that_hides(threshold) - 1
    told = sum(count for count in counts if count is not None)
    lit = [size for size, count in zip(sizes, counts, strict=True) if count is None and size is not None]
    is_dark = any(size is None and count is None for size, count in zip(sizes, counts, strict=True))
    dark = everybody - sum(size for size in sizes if size is not None) if is_dark else 0
    company = max(lit) - small if lit and (is_dark or len(lit) > 1) else 0
    return told + dark + small * len(lit) + company


@dataclass(frozen=True)
class Whole:
    """All of whom groups that overlap are a part: how many they are, and how many of them did something, as shown.

    `most` is how many at most did it, where that is not shown, for whoever reads the table beside it.
    """

    size: int | None
    count: int | None
    most: int | None = None


def shown_parts(counts: Sequence[int], *, sizes: Sequence[int], whole: Whole, threshold: int) -> list[int | None]:
    """How many of each group did something, where the groups overlap and have no total, but are parts of one whole.

    Not shown is also what leaves few of the whole. Of a whole that is not shown itself nothing is but a 0, and that
    only of a group beside which as many others are as can have done it: else it would tell that fewer did.
    """
    if whole.count == 0:
        return list(counts)
    threshold = least_that_hides(threshold)
    seen = shown_sizes(sizes, whole=whole.size, threshold=threshold)
    return [
        None if size is None or _tells_of_few(count, size, whole, threshold) else count
        for count, size in zip(counts, seen, strict=True)
    ]


def shown_sizes(sizes: Sequence[int], *, whole: int | None, threshold: int) -> list[int | None]:
    """How large each of some overlapping groups is, beside the whole that they are parts of."""
    threshold = least_that_hides(threshold)
    return [
        None if (size if whole is None else is_small(size, threshold) or is_small(whole - size, threshold)) else size
        for size in sizes
    ]


def _tells_of_few(count: int, size: int, whole: Whole, threshold: int) -> bool:
    """Whether a count is small, or that of all others is; a number that would be the only such one has company."""
    if whole.size is None:
        return True
    if whole.count is None:
        return count > 0 or whole.most is None or whole.size - size < whole.most
    possible = range(max(0, whole.count - (whole.size - size)), min(size, whole.count) + 1)
    small = range(1, threshold)
    few = sorted({one for one in (*small, *(whole.count - each for each in small)) if one in possible})
    if len(few) == 1 and len(possible) > 1:
        few.append(few[0] + 1 if few[0] + 1 in possible else few[0] - 1)
    return len(few) > 1 and count in few


def shown_overlapping(counts: Sequence[int], *, union: int | None, threshold: int) -> list[int | None]:
    """How many did something in each of some ways, where somebody may have in several: beside how many did in any.

    A union that is as large as it could be says that nobody did in two ways: then nothing is shown.
    """
    threshold = least_that_hides(threshold)
    if union is None:
        return [None if count else 0 for count in counts]
    shown = [None if is_small(count, threshold) else count for count in counts]
    others = union - sum(count for count in shown if count is not None)
    if None in shown and others >= shown.count(None) * (threshold - 1):
        return [None] * len(counts)
    return list(shown)
