"""Dates and numbers as people of the site's language and time zone write them."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal
from flask import Flask, current_app

from engage.core import clock
from engage.core.settings import Settings


def _settings() -> Settings:
    found = current_app.config["ENGAGE"]
    assert isinstance(found, Settings)  # noqa: S101 - narrows
    return found


def _language() -> str:
    return _settings().language.replace("-", "_")


def local(moment: datetime) -> datetime:
    """The moment on the site's clock."""
    return moment.astimezone(_settings().zone)


def today() -> date:
    """The date on the site's calendar."""
    return local(clock.now()).date()


def date_text(value: date | datetime) -> str:
    """`12 March 2026`."""
    return _date(local(value).date() if isinstance(value, datetime) else value, _language())


def datetime_text(value: datetime) -> str:
    """`12 March 2026 at 14:05`."""
    return _minute(local(value).replace(second=0, microsecond=0, tzinfo=None), _language())


@lru_cache(maxsize=4096)
def _date(value: date, language: str) -> str:
    return str(format_date(value, "d MMMM y", locale=language))


@lru_cache(maxsize=4096)
def _minute(value: datetime, language: str) -> str:
    return str(format_datetime(value, "d MMMM y 'at' H:mm", locale=language))


def iso_text(value: date | datetime) -> str:
    """`2026-03-12` or `2026-03-12T14:05:09+00:00`, as the attribute datetime takes it: without parts of a second."""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def ago_text(value: datetime) -> str:
    """`3 hours ago`, to the nearest unit."""
    return str(format_timedelta(value - clock.now(), add_direction=True, locale=_language()))


def number_text(value: float) -> str:
    """`1,234`."""
    return _number(value, _language())


@lru_cache(maxsize=2000)
def _number(value: float, language: str) -> str:
    return str(format_decimal(value, locale=language))


def moment_from_local(value: datetime, zone: ZoneInfo) -> datetime:
    """The UTC moment of a time that was typed on the site's clock; one that the clock skips moves forward."""
    return value.replace(tzinfo=zone).astimezone(UTC)


def next_midnight() -> datetime:
    """When the date changes on the site's clock, and with it what is late."""
    return moment_from_local(datetime.combine(today() + timedelta(days=1), datetime.min.time()), _settings().zone)


def init_app(app: Flask) -> None:
    """Offer the formats to templates as filters."""
    app.jinja_env.filters.update(date=date_text, datetime=datetime_text, iso=iso_text, ago=ago_text, number=number_text)
