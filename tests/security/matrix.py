"""Who may use which route, told by the marks: `python -m tests.security.matrix` prints it."""

import sys
import tempfile
from pathlib import Path

from flask import Flask

from engage.app import create_app
from engage.core.access import Mark, mark_of
from engage.core.permissions import Role
from engage.core.settings import Settings
from tests.house.routes import rules

LIST = Path(__file__).with_name("matrix.txt")
VISITOR = "visitor"
WHO = (VISITOR, *(role.value for role in Role))
YES, SIGN_IN, NO = "yes", "sign-in", "403"


def answer(mark: Mark, who: str) -> str:
    """What a route with this mark says to a visitor or to an account that holds one role."""
    if mark.kind in ("public", "token"):
        return YES
    if who == VISITOR:
        return SIGN_IN
    if mark.permission is None:
        return YES
    return YES if Role(who) in mark.permission.roles else NO


def described(mark: Mark) -> str:
    """The mark in a word, or the name of its permission and whether a role in some areas is too little for it."""
    if mark.permission is None:
        return mark.kind
    return f"{mark.permission.name}, not within areas" if mark.permission.whole else mark.permission.name


def listed(app: Flask) -> str:
    """One line for each route: the answer to each, then methods, address and mark."""
    lines = ["  ".join([*WHO, "route"])]
    for rule, methods in rules(app):
        mark = mark_of(app.view_functions[rule.endpoint])
        answers = [answer(mark, who).ljust(len(who)) for who in WHO]
        lines.append("  ".join([*answers, f"{methods} {rule.rule}  [{described(mark)}]"]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(listed(create_app(Settings(data_dir=Path(folder)))))
