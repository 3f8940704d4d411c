"""How a command gets its application and says what went wrong."""

import functools
import sys
from collections.abc import Callable
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
from flask import Flask

from engage.core.errors import Refused

P = ParamSpec("P")
T = TypeVar("T")


def application(**changes: object) -> Flask:
    """The application of the running command, made at its first use, with these settings changed."""
    make = click.get_current_context().find_root().obj
    found = make(**changes)
    assert isinstance(found, Flask)  # noqa: S101 - narrows
    return found


def in_app(act: Callable[P, T]) -> Callable[P, T]:
    """Run a command inside the application; a refusal ends it with its sentence and status 1."""

    @functools.wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with application().app_context():
            try:
                return act(*args, **kwargs)
            except Refused as refusal:
                fail(refusal.sentence)

    return run


def fail(sentence: str) -> NoReturn:
    """End the command with status 1 and a sentence on the standard error."""
    say_wrong(sentence)
    sys.exit(1)


def say_wrong(sentence: str) -> None:
    """Write to the standard error what went wrong and what to do."""
    click.echo(f"engage: {sentence}", err=True)


def progress(items: Any, label: str) -> Any:
    """A progress bar over items, for people; silent where nobody watches."""
    return click.progressbar(items, label=label, file=sys.stderr)
