"""Settings: typed, read once from ENGAGE_* in the environment or a file, described in one sentence each."""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableSetting

from engage.core.settings_sentences import sentence

DEVELOPMENT_SECRET = "development-only-secret-of-no-worth"  # noqa: S105 - refused in production


class SettingsError(Exception):
    """A setting is wrong; the message says which and why, in a sentence for the person who starts Engage."""


class Settings(BaseSettings):
    """All settings of one running site."""

    model_config = SettingsConfigDict(env_prefix="ENGAGE_", extra="forbid", frozen=True)

    environment: Literal["development", "production"] = Field(
        "development", description="Whether this is a development or a production site."
    )
    debug: bool = Field(False, description="Shows tracebacks in the browser; refused in production.")
    secret_key: str = Field(
        DEVELOPMENT_SECRET,
        min_length=16,
        description="Signs cookies and mailed links; at least 32 random characters in production.",
    )
    retired_secret_keys: tuple[str, ...] = Field(
        (), description="Earlier secret keys, whose mailed links stay good, as a JSON list."
    )
    base_url: str = Field("http://127.0.0.1:8000", description="The public address of the site, without a path.")
    data_dir: Path = Field(Path("instance"), description="The folder that holds database, files and development mail.")
    database_url: str = Field(
        "", description="SQLAlchemy address of the database; empty means SQLite in the data folder."
    )
    redis_url: str = Field("", description="Redis for the queue of jobs; empty means a file in the data folder.")
    smtp_url: str = Field("", description="smtp://user:password@host:port or smtps://…; empty writes mail to a folder.")
    dev_mail: bool | None = Field(
        None,
        description="Shows /dev/mail/; on in development when no SMTP server is set, refused in production.",
    )
    session_cookie_secure: bool | None = Field(
        None, description="Sends cookies by https only; follows the base address unless set."
    )
    trusted_proxies: int = Field(
        0, ge=0, le=10, description="How many reverse proxies stand in front and set X-Forwarded-For."
    )
    site_name: str = Field("Engage", min_length=1, description="The name of the site at the top of each page.")
    site_strapline: str = Field("", description="A short line below the name of the site on the home page.")
    site_owner: str = Field("the public body that runs this site", description="Who runs the site, as people know it.")
    site_email: str = Field("engage@localhost", description="The address at which people reach a person.")
    mail_sender: str = Field("", description="The address that mail comes from; the site's address unless set.")
    accent: str = Field("#0b5d5e", pattern=r"^#[0-9a-fA-F]{6}$", description="The accent colour as #rrggbb.")
    logo: Path | None = Field(None, description="A picture file (SVG or PNG) shown beside the name of the site.")
    time_zone: str = Field("Europe/London", description="The time zone in which dates are shown and scheduled.")
    language: str = Field("en-GB", pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$", description="The language of the pages.")
    old_content_years: int = Field(5, ge=1, description="Age in years from which a publication is marked as old.")
    comment_edit_minutes: int = Field(
        15, ge=0, description="Minutes in which a writer may edit a comment without moderation."
    )
    moderation_undo_minutes: int = Field(
        5, ge=0, le=60, description="Minutes in which a moderator's decision can be undone and nobody is told of it."
    )
    guest_confirm_hours: int = Field(72, ge=1, description="Hours after which a guest's unconfirmed comment expires.")
    consultation_weeks: int = Field(
        12, ge=1, le=52, description="How many weeks a consultation is advised to be open; the rehearsal checks it."
    )
    grace_minutes: int = Field(
        30, ge=0, le=1440, description="Minutes after the close in which a response begun before it may still be sent."
    )
    response_files_mb: int = Field(60, ge=1, description="How large the files of one response may be together, in MB.")
    clamd_url: str = Field(
        "",
        pattern=r"^(|tcp://[^/:]+(:\d+)?|unix:///.+)$",
        description="tcp://host:port or unix:///path of a virus scanner (clamd); empty gives files out unscanned.",
    )
    suppression_threshold: int = Field(
        5, ge=1, le=100, description="Numbers of people and groups below this are not shown in tables of reach."
    )
    upload_limit_mb: int = Field(20, ge=1, le=500, description="The largest upload in megabytes.")
    digest_hour: int = Field(8, ge=0, le=23, description="The hour of the site's day at which digests are built.")
    digest_weekday: int = Field(1, ge=1, le=7, description="The day of weekly digests; 1 is Monday and 7 Sunday.")
    mail_per_minute: int = Field(600, ge=1, description="How many messages reach the mail server in a minute.")
    mail_per_domain_per_minute: int = Field(
        300, ge=1, description="How many messages go to one domain, such as gmail.com, in a minute."
    )
    mail_bounce_address: str = Field(
        "", description="Where bounces go, signed as name+token@domain; the sender's address unless set."
    )
    mail_hook_secret: str = Field(
        "", description="What a mail provider sends as bearer token when it hands bounces over by HTTP; off unless set."
    )
    dkim_key: Path | None = Field(None, description="A private key file (PEM) with which the site signs its mail.")
    dkim_selector: str = Field(
        "engage", min_length=1, description="The selector under which the DKIM key is published."
    )
    page_cache_mb: int = Field(
        64,
        ge=0,
        description="Memory for ready-made pages in each web process, of each kind: visitors', members', pieces.",
    )
    web_processes: int = Field(2, ge=1, le=64, description="How many web processes `engage serve` starts.")
    argon2_memory_kib: int = Field(19456, ge=8, description="Memory that hashing one password takes, in KiB.")
    log_format: Literal["text", "json"] = Field("text", description="Whether log lines are for people or machines.")
    sqlite_synchronous: Literal["FULL", "OFF"] = Field(
        "FULL", description="FULL keeps an acknowledged write over a power cut; OFF is for tests."
    )

    @field_validator("base_url")
    @classmethod
    def _plain_origin(cls, value: str) -> str:
        value = value.rstrip("/")
        if not value.startswith(("http://", "https://")) or value.count("/") != 2:
            raise ValueError("must be http:// or https:// and a host, without a path")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        if value and not re.match(r"smtps?://[^/]*[^/@:]", value):
            raise ValueError("must look like smtp://user:password@host:port or smtps://host")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("must be the name of a time zone, such as Europe/London") from error
        return value

    @field_validator("logo")
    @classmethod
    def _picture(cls, value: Path | None) -> Path | None:
        if value is None or value == Path():
            return None
        if value.suffix.lower() not in (".svg", ".png") or not value.is_file():
            raise ValueError("must name an SVG or PNG file that is there")
        return value

    @model_validator(mode="after")
    def _safe_in_production(self) -> Self:
        if self.environment == "production":
            for wrong, why in self._production_faults():
                if wrong:
                    raise ValueError(why)
        return self

    def _production_faults(self) -> tuple[tuple[bool, str], ...]:
        return (
            (
                self.secret_key == DEVELOPMENT_SECRET or len(self.secret_key) < 32,
                "ENGAGE_SECRET_KEY must be set to at least 32 random characters in production.",
            ),
            (self.debug, "ENGAGE_DEBUG must be off in production, for it shows the code to visitors."),
            (
                not self.cookies_secure,
                "ENGAGE_SESSION_COOKIE_SECURE must be on in production; serve the site by https.",
            ),
            (
                bool(self.dev_mail),
                "ENGAGE_DEV_MAIL must be off in production, for it shows everybody's mail.",
            ),
            (
                not self.smtp_url,
                "ENGAGE_SMTP_URL must be set in production, or no mail would leave the site.",
            ),
            (self.sqlite_synchronous != "FULL", "ENGAGE_SQLITE_SYNCHRONOUS must be FULL in production."),
        )

    @property
    def cookies_secure(self) -> bool:
        """Whether cookies travel by https only."""
        if self.session_cookie_secure is None:
            return self.base_url.startswith("https://")
        return self.session_cookie_secure

    @property
    def shows_mail(self) -> bool:
        """Whether /dev/mail/ exists."""
        if self.dev_mail is None:
            return self.environment == "development" and not self.smtp_url
        return self.dev_mail

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'engage.sqlite'}"

    @property
    def sender(self) -> str:
        """The address that mail comes from."""
        return self.mail_sender or self.site_email

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def edit_window(self) -> timedelta:
        """How long a writer may edit a published comment without moderation."""
        return timedelta(minutes=self.comment_edit_minutes)

    @property
    def undo_window(self) -> timedelta:
        """How long a moderator's decision can be undone."""
        return timedelta(minutes=self.moderation_undo_minutes)


def use_file(path: Path) -> None:
    """Let this process, and those that it starts, read the settings from this file."""
    os.environ["ENGAGE_SETTINGS_FILE"] = str(path.resolve())


def in_environment(*names: str) -> dict[str, str]:
    """Those of the settings, by their whole names, that the environment gives."""
    return {name: os.environ[name] for name in names if os.environ.get(name)}


def says_production() -> bool:
    """Whether the environment, or the file that would be read, asks for a production site, be it whole or not."""
    named = os.environ.get("ENGAGE_SETTINGS_FILE") or ".env"
    said = os.environ.get("ENGAGE_ENVIRONMENT") or dotenv_values(named).get("ENGAGE_ENVIRONMENT")
    return said == "production"


def load_settings(file: Path | None = None, **changes: Any) -> Settings:
    """Read the settings once: the environment over the file given, or that of ENGAGE_SETTINGS_FILE, or `.env`.

    `changes` by name stand above both.
    Raises SettingsError with one sentence for each setting that is wrong.
    """
    named = str(file) if file else os.environ.get("ENGAGE_SETTINGS_FILE")
    if named and not Path(named).is_file():
        raise SettingsError(f"ENGAGE_SETTINGS_FILE names {named}, which is not a file.")
    _refuse_unknown(set(os.environ) - {"ENGAGE_SETTINGS_FILE"})
    try:
        return Settings(_env_file=named or (".env" if Path(".env").is_file() else None), **changes)
    except ValidationError as error:
        raise SettingsError("\n".join(sentence(fault, Settings.model_fields) for fault in error.errors())) from error
    except UnreadableSetting as error:
        names = [name for name in Settings.model_fields if f'"{name}"' in str(error)]
        wishes = (sentence({"loc": [name], "msg": "", "type": ""}, Settings.model_fields) for name in names)
        raise SettingsError("\n".join(wishes) or str(error)) from error


def _refuse_unknown(names: set[str]) -> None:
    known = {f"ENGAGE_{name}".upper() for name in Settings.model_fields}
    unknown = sorted(name for name in names if name.upper().startswith("ENGAGE_") and name.upper() not in known)
    if unknown:
        raise SettingsError(f"{', '.join(unknown)} is not a setting of Engage; `engage settings` lists them all.")
