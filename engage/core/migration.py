"""Bringing the database to its present shape."""

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app

from engage.core.database import Base

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).resolve().parent.parent.parent / "migrations"


def configuration(app: Flask) -> "Config":
    """Alembic's configuration for the application's database."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["url"] = app.config["ENGAGE"].database
    config.attributes["metadata"] = Base.metadata
    config.attributes["time_zone"] = app.config["ENGAGE"].zone
    return config


def upgrade() -> None:
    """Run what is missing, in one transaction and behind a lock, so that two processes may do it at once."""
    from alembic import command

    command.upgrade(configuration(current_app._get_current_object()), "head")  # type: ignore[attr-defined]  # noqa: SLF001
