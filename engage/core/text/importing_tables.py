"""Tables that were written as HTML inside Markdown, made tables of Markdown."""

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import zip_longest

_SIGNS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
_LARGEST_SPAN = 50


def import_tables(source: str) -> str:
    """The text with each HTML table as a Markdown one; a cell that spans several is repeated in each."""
    return "".join(_parts(source))


def _parts(source: str) -> Iterator[str]:
    lowered, at = source.lower(), 0
    # Lowering may change the length of a text; then the places found would be wrong.
    usable = len(lowered) == len(source)
    while usable and (start := lowered.find("<table", at)) >= 0 and (end := lowered.find("</table>", start)) >= 0:
        yield source[at:start]
        at = end + len("</table>")
        yield _converted(source[start:at])
    yield source[at:]


def _converted(html: str) -> str:
    if "<!" in html:
        return html  # what a comment hides cannot be told
    reader = _Reader()
    reader.feed(html)
    reader.close()
    rows = [row for row in reader.rows if row]
    if not rows:
        return html
    heads = next((index for index, row in enumerate(rows) if index not in reader.head_rows), len(rows)) or 1
    head = [": ".join(dict.fromkeys(filter(None, column))) for column in zip_longest(*rows[:heads], fillvalue="")]
    width = max(len(row) for row in rows)
    lines = [_line(head, width), "|" + " --- |" * width, *(_line(row, width) for row in rows[heads:])]
    return "\n\n".join(["", *reader.loose, "\n".join(lines), ""])


def _line(cells: list[str], width: int) -> str:
    return "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |"


class _Reader(HTMLParser):
    """Gathers the rows of one table, a spanning cell in each place it spans, and text outside of cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.loose: list[str] = []
        self.head_rows: set[int] = set()
        self._spanning: dict[int, tuple[int, str]] = {}
        self._cell: list[str] = []
        self._spans: tuple[int, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"tr", "td", "th"}:
            self._end_cell()
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and self.rows:
            named = dict(attrs)
            self._spans = (_span(named.get("rowspan")), _span(named.get("colspan")))
            if tag == "th" and not self.rows[-1]:
                self.head_rows.add(len(self.rows) - 1)
            elif tag == "td":
                self.head_rows.discard(len(self.rows) - 1)
        elif tag == "br":
            self._cell.append("<br>")
        else:
            self._cell.append(_SIGNS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()
        if tag == "tr":
            self._take_spanning()
        self._cell.append(_SIGNS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        self._cell.append(data.replace("|", "\\|"))

    def _end_cell(self) -> None:
        text = " ".join("".join(self._cell).split())
        self._cell = []
        if self._spans is None:
            self.loose += [text] if text else []
            return
        down, across = self._spans
        self._spans = None
        self._take_spanning()
        for _ in range(across):
            if down > 1:
                self._spanning[len(self.rows[-1])] = (down - 1, text)
            self.rows[-1].append(text)

    def _take_spanning(self) -> None:
        """Writes the cells of rows above that reach down to where this row has come."""
        while self.rows and (above := self._spanning.pop(len(self.rows[-1]), None)):
            left, text = above
            if left > 1:
                self._spanning[len(self.rows[-1])] = (left - 1, text)
            self.rows[-1].append(text)


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _LARGEST_SPAN) if value and value.isascii() and value.isdigit() else 1
