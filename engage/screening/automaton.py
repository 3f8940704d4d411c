"""Finding many words in a text at once, in time linear in the text: the automaton of Aho and Corasick."""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence

ROOT = 0
# A transition is kept under its state and its letter in one number: one table is a third of the size of one a state.
LETTER_BITS = 21


class Automaton:
    """Compiled from words; finds every place where one of them ends."""

    def __init__(self, words: Sequence[str], open_ended: Collection[int] = ()) -> None:
        """Compile the words; empty ones are never found, those named as open-ended also before further letters."""
        self._next: dict[int, int] = {}
        self._falls = [ROOT]
        self._ends: list[list[int]] = [[]]
        for number, word in enumerate(words):
            if word:
                self._ends[self._path(word)].append(number)
        self._shorter = [ROOT] * len(self._falls)
        self._anywhere = bytearray(bool(open_ended and any(n in open_ended for n in ends)) for ends in self._ends)
        self._link()

    def _path(self, word: str) -> int:
        state = ROOT
        for letter in word:
            key = state << LETTER_BITS | ord(letter)
            following = self._next.get(key)
            if following is None:
                following = self._next[key] = len(self._falls)
                self._falls.append(ROOT)
                self._ends.append([])
            state = following
        return state

    def _link(self) -> None:
        """Give each state the longest ending of its word that begins a word too, and the longest that is one."""
        children: dict[int, list[tuple[int, int]]] = {}
        for key, child in self._next.items():
            children.setdefault(key >> LETTER_BITS, []).append((key & (1 << LETTER_BITS) - 1, child))
        waiting = deque(child for _, child in children.get(ROOT, ()))
        while waiting:
            state = waiting.popleft()
            fall = self._falls[state]
            self._shorter[state] = fall if self._ends[fall] else self._shorter[fall]
            self._anywhere[state] |= self._anywhere[fall]
            for letter, child in children.get(state, ()):
                self._falls[child] = self._step(fall, letter)
                waiting.append(child)

    def _step(self, state: int, letter: int) -> int:
        while True:
            following = self._next.get(state << LETTER_BITS | letter)
            if following is not None:
                return following
            if state == ROOT:
                return ROOT
            state = self._falls[state]

    def find(self, letters: str, is_end: Callable[[int], int]) -> Iterator[tuple[int, int]]:
        """Each (number of a word, offset behind it), by where they end; where `is_end` says no, open-ended ones only.

        Asking first keeps a text of one letter, against words of that letter, from being all matches.
        """
        following, falls, ends, shorter = self._next, self._falls, self._ends, self._shorter
        anywhere = self._anywhere
        state = ROOT
        for end, letter in enumerate(map(ord, letters), 1):
            found = following.get(state << LETTER_BITS | letter)
            while found is None and state:
                state = falls[state]
                found = following.get(state << LETTER_BITS | letter)
            state = found or ROOT
            if state and (ends[state] or shorter[state]) and (anywhere[state] or is_end(end)):
                at = state
                while at:
                    for number in ends[at]:
                        yield number, end
                    at = shorter[at]
