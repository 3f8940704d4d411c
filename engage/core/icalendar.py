"""Dates as a calendar file (RFC 5545): pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LONGEST_LINE = 75
NOTICE = timedelta(days=2)


@dataclass(frozen=True)
class Event:
    """One entry of a calendar; an alarm rings two days before it if asked for. Without an end it is a moment.

    `sequence` grows with every change, so that a calendar that has the entry already takes the new one for newer.
    """

    uid: str
    at: datetime
    summary: str
    description: str
    url: str
    alarm: bool = False
    ends: datetime | None = None
    place: str = ""
    called_off: bool = False
    changed_at: datetime | None = None
    sequence: int = 0


def calendar_file(name: str, stamp: datetime, events: Iterable[Event], *, again_in: timedelta | None = None) -> str:
    """The text of the file, its lines folded and ended as the format wants them.

    `again_in` says to a calendar that has subscribed to the file when to look for a newer one.
    """
    hours = f"PT{int(again_in.total_seconds()) // 3600}H" if again_in else ""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Engage//Dates//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
        *([f"REFRESH-INTERVAL;VALUE=DURATION:{hours}", f"X-PUBLISHED-TTL:{hours}"] if hours else []),
    ]
    for event in events:
        lines += _event(event, stamp)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _event(event: Event, stamp: datetime) -> list[str]:
    alarm = [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:-P{NOTICE.days}D",
        f"DESCRIPTION:{_escaped(event.summary)}",
        "END:VALARM",
    ]
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_moment(stamp)}",
        *([f"LAST-MODIFIED:{_moment(event.changed_at)}"] if event.changed_at else []),
        f"SEQUENCE:{event.sequence}",
        f"DTSTART:{_moment(event.at)}",
        f"DTEND:{_moment(event.ends)}" if event.ends else "DURATION:PT0S",
        f"SUMMARY:{_escaped(event.summary)}",
        f"DESCRIPTION:{_escaped(event.description)}",
        f"URL:{event.url}",
        *([f"LOCATION:{_escaped(event.place)}"] if event.place else []),
        *(["STATUS:CANCELLED"] if event.called_off else []),
        "TRANSP:OPAQUE" if event.ends else "TRANSP:TRANSPARENT",
        *(alarm if event.alarm and not event.called_off else []),
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text.replace("\r", "")


def _folded(line: str) -> list[str]:
    """The line in pieces of at most 75 bytes, each after the first beginning with a space."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > LONGEST_LINE:
            pieces.append(piece)
            piece = " "
        piece += letter
    return [*pieces, piece]
