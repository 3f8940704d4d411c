"""What may happen in one place only, and how large a place may be."""

import ast

import pytest

from tests.house.source import ROOT, calls, imports, layer, modules

HOMES = {
    "commits": (
        {"engage.core.database"},
        {"db.session.commit", "db.session.rollback", "session.commit", "session.rollback"},
    ),
    "reads the time": (
        {"engage.core.clock"},
        {"datetime.now", "datetime.utcnow", "date.today", "time.time", "datetime.today"},
    ),
    "makes markup": (
        {"engage.core.text", "engage.core.cache", "engage.core.messages"},
        {"Markup", "markupsafe.Markup"},
    ),
    "opens a mail connection": (
        {"engage.mail.delivery", "engage.mail.smtp"},
        {"smtplib.SMTP", "smtplib.SMTP_SSL", "SMTP", "SMTP_SSL"},
    ),
    "reads the environment": ({"engage.core.settings"}, {"os.getenv", "os.environ.get"}),
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "managers", "misc", "base_views"}


def home(name, homes):
    return any(name == home or name.startswith(home + ".") for home in homes)


@pytest.mark.parametrize("what", sorted(HOMES))
def test_one_place_does_it(what):
    homes, named = HOMES[what]
    wrong = [
        f"{name} calls {call}"
        for name, tree in modules().items()
        if not home(name, homes)
        for call in calls(tree)
        if call in named
    ]
    assert not wrong, f"only {', '.join(sorted(homes))} {what}:\n" + "\n".join(wrong)


def test_actions_know_neither_request_nor_templates():
    forbidden = {"flask.request", "flask.render_template", "flask.session", "smtplib", "engage.core.pages"}
    wrong = [
        f"{name} imports {target}"
        for name, tree in modules().items()
        if layer(name) in ("actions", "queries", "models", "mails")
        for target in imports(tree)
        if target in forbidden
    ]
    assert not wrong, "the view reads the request and gives the action what it needs:\n" + "\n".join(wrong)


def test_views_hold_no_sql():
    wrong = [
        f"{name} imports {target}"
        for name, tree in modules().items()
        if layer(name) == "views"
        for target in imports(tree)
        if target.startswith("sqlalchemy")
    ]
    assert not wrong, "SQL lives in queries.py:\n" + "\n".join(wrong)


def test_relationships_are_loaded_on_purpose():
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "relationship"
        and not any(k.arg == "lazy" and ast.unparse(k.value) == "'raise'" for k in node.keywords)
    ]
    assert not wrong, "give each relationship lazy='raise':\n" + "\n".join(wrong)


def test_files_and_functions_stay_readable():
    wrong = []
    for path in [*(ROOT / "engage").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        text = path.read_text()
        lines = text.count("\n")
        if lines > 400:
            wrong.append(f"{path.relative_to(ROOT)} has {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > 40:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.name} has {length} lines")
    assert not wrong, "split it along its meaning:\n" + "\n".join(wrong)


def test_no_room_without_a_meaning():
    wrong = [name for name in modules() if name.rpartition(".")[2] in FORBIDDEN_NAMES]
    assert not wrong, "name it for what it holds"


def test_nothing_is_left_for_later():
    words = ("TO" + "DO", "FIX" + "ME", "X" + "XX", "NotImplemented" + "Error")
    places = [*(ROOT / "engage").rglob("*.py"), *(ROOT / "templates").rglob("*.html"), *(ROOT / "tests").rglob("*.py")]
    wrong = [f"{p.relative_to(ROOT)}: {w}" for p in places for w in words if w in p.read_text()]
    assert not wrong


def test_migrations_import_nothing_from_the_package():
    wrong = [
        path.name
        for path in (ROOT / "migrations").rglob("*.py")
        for target in imports(ast.parse(path.read_text()))
        if target.startswith("engage")
    ]
    assert not wrong, "a migration must run unchanged when the code has moved on"
