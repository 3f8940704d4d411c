"""Comments as other systems export them: rows of CSV or lines of JSON, by a map of their columns."""

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from engage.comments.models import CommentState
from engage.core.errors import Refused
from engage.core.text import clean_line, clean_text, is_blank

FIELDS = ("body", "author", "date", "time", "id", "parent", "state", "role", "organisation", "proposal")
NEEDED = ("body", "author", "date")
NOTHING = frozenset({"", "none", "null", "nan"})
NO_PARENT = NOTHING | {"-1", "0"}
STATES = {
    "1": CommentState.PUBLISHED,
    "published": CommentState.PUBLISHED,
    "approved": CommentState.PUBLISHED,
    "true": CommentState.PUBLISHED,
    "-1": CommentState.REJECTED,
    "rejected": CommentState.REJECTED,
    "hidden": CommentState.REJECTED,
    "0": CommentState.WAITING,
    "waiting": CommentState.WAITING,
    "pending": CommentState.WAITING,
    "": CommentState.WAITING,
    "withdrawn": CommentState.WITHDRAWN,
    "removed": CommentState.WITHDRAWN,
    "deleted": CommentState.WITHDRAWN,
}
NOTHING_SAID = "it says nothing"
FORMATS = ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%a %b %d %H:%M:%S %Y")
TIME = re.compile(r"(?:(\d{1,2}) days? )?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?")


@dataclass(frozen=True)
class Exported:
    """One comment of another system; `key` names it there, `parent` the one that it answers.

    One that says nothing, or was removed there, counts as withdrawn, so that the replies to it keep their place;
    `removed` tells that its state said so.
    """

    line: int
    key: str
    parent: str | None
    body: str
    name: str
    role: str
    organisation: str
    quote: str
    at: datetime
    state: CommentState
    removed: bool


@dataclass(frozen=True)
class Unusable:
    """A row that cannot be taken, and why."""

    line: int
    why: str


def read_map(text: str) -> dict[str, str]:
    """The columns of `body=COLUMN,author=COLUMN,date=COLUMN`; refuses what is unknown or missing."""
    columns = {}
    for part in text.split(","):
        field, is_there, column = part.partition("=")
        if not is_there or field.strip() not in FIELDS:
            raise Refused(f"“{part}” in --map is not FIELD=COLUMN with a field out of {', '.join(FIELDS)}.")
        columns[field.strip()] = column.strip()
    missing = [field for field in NEEDED if field not in columns]
    if missing:
        raise Refused(f"--map does not say in which column to find {' and '.join(missing)}.")
    return columns


def read_export(
    path: Path, columns: Mapping[str, str], zone: ZoneInfo, *, longest: int
) -> Iterator[Exported | Unusable]:
    """The comments of a file one after the other; moments without a zone are of the given one."""
    for line, row in _rows(path):
        absent = sorted({column for column in columns.values() if column not in row})
        if absent:
            raise Refused(f"{path.name} has no column {', '.join(absent)}. It has {', '.join(map(str, row))}.")
        value = {field: str(row[column] if row[column] is not None else "") for field, column in columns.items()}
        yield _exported(line, value, zone, longest)


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            if path.suffix.lower() in (".jsonl", ".ndjson"):
                for line, text in enumerate(file, 1):
                    if text.strip():
                        yield line, _json_row(path, line, text)
            else:
                csv.field_size_limit(10_000_000)
                yield from _lines(csv.DictReader(file))
    except UnicodeDecodeError as error:
        raise Refused(f"{path.name} is not UTF-8. Save it as UTF-8 and import it again.") from error


def _lines(rows: "csv.DictReader[str]") -> Iterator[tuple[int, Mapping[str, object]]]:
    """Each row with the line on which it begins: a text may go over several."""
    begins = 2
    for row in rows:
        yield begins, row
        begins = rows.line_num + 1


def _json_row(path: Path, line: int, text: str) -> Mapping[str, object]:
    try:
        row = json.loads(text)
    except ValueError as error:
        raise Refused(f"Line {line} of {path.name} is not JSON. Each line must be one object.") from error
    if not isinstance(row, dict):
        raise Refused(f"Line {line} of {path.name} is not a JSON object.")
    return row


def _exported(line: int, value: Mapping[str, str], zone: ZoneInfo, longest: int) -> Exported | Unusable:
    body = clean_text(value["body"])
    at = _moment(value["date"].strip(), value.get("time", "").strip(), zone)
    said = STATES.get(value["state"].strip().lower()) if "state" in value else CommentState.PUBLISHED
    why = _fault(value, body, at, said, longest)
    if why or at is None or said is None:
        return Unusable(line, why)
    removed = said is CommentState.WITHDRAWN
    gone = removed or is_blank(body)
    parent = value.get("parent", "").strip()
    return Exported(
        line=line,
        key=value.get("id", "").strip() or _hash(value),
        parent=None if parent.lower() in NO_PARENT else parent,
        body="" if gone else body,
        name=_name(clean_line(value["author"])),
        role=clean_line(value.get("role", "")),
        organisation=clean_line(value.get("organisation", "")),
        quote=_proposal(value) if parent.lower() in NO_PARENT else "",
        at=at,
        state=CommentState.WITHDRAWN if gone else said,
        removed=removed,
    )


def _fault(value: Mapping[str, str], body: str, at: datetime | None, said: CommentState | None, longest: int) -> str:
    """Why a row cannot be taken; empty when it can."""
    if is_blank(body) and not value.get("id", "").strip():
        return NOTHING_SAID
    if len(body) > longest:
        return f"it has {len(body):,} characters and may have {longest:,}"
    if at is None:
        given = " ".join(filter(None, (value["date"], value.get("time", ""))))
        return f"“{given}” is not a date that is understood"
    return "" if said is not None else f"“{value['state']}” is not a state that is understood"


def _proposal(value: Mapping[str, str]) -> str:
    named = clean_line(value.get("proposal", ""))
    return f"Proposal {named}" if named else ""


def _hash(value: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(sorted(value.items())).encode()).hexdigest()[:24]


def _name(author: str) -> str:
    if author.lower() in NOTHING:
        return "Somebody"
    return f"Participant {author}" if author.isdigit() else author[:100]


def _moment(text: str, time: str, zone: ZoneInfo) -> datetime | None:
    """The moment of a date, with the time of day of a column of its own if there is one."""
    if time.lower() in NOTHING:
        return _read_moment(text, zone)
    found = TIME.fullmatch(time)
    if found is None:
        return None
    days, hour, minute, second = (int(part or 0) for part in found.groups())
    day = re.split(r"[T ]", text, maxsplit=1)[0]
    at = _read_moment(f"{day} {hour:02d}:{minute:02d}:{second:02d}", zone)
    return at + timedelta(days=days) if at is not None else None


def _read_moment(text: str, zone: ZoneInfo) -> datetime | None:
    if text.isascii() and text.isdigit():
        seconds = int(text) / (1000 if len(text) > 11 else 1)
        return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 4_000_000_000 else None
    words = text.split()
    without_zone = " ".join([*words[:4], words[5]]) if len(words) == 6 else text
    for read in (datetime.fromisoformat, *(_reader(form) for form in FORMATS)):
        try:
            found = read(without_zone)
        except ValueError:
            continue
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    return None


def _reader(form: str) -> Callable[[str], datetime]:
    return lambda text: datetime.strptime(text, form)  # noqa: DTZ007 - the zone is added by who calls
