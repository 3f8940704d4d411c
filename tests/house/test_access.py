"""Every route says who may use it, and every door has its words."""

import inspect
import re

from engage.commands import main
from engage.core import ledger, permissions
from engage.core.access import mark_of
from engage.core.settings import Settings

# The audit page shows these words by themselves, between columns for the subject and for who acted.
SENTENCE = re.compile(r"[A-Z]\S*( \S+){2,}\.$")


def test_every_route_has_a_permission_mark(session_site):
    for endpoint, view in session_site.view_functions.items():
        assert mark_of(view).kind in ("public", "signed_in", "permission", "token"), endpoint


def test_a_token_is_authority_for_few_routes_and_says_why(session_site):
    tokens = {
        endpoint: mark_of(view)
        for endpoint, view in session_site.view_functions.items()
        if mark_of(view).kind == "token"
    }
    assert all(mark.authority for mark in tokens.values())
    assert set(tokens) <= {"mail.one_click", "mail.unsubscribe", "mail.stop_replies", "mail.bounce"}, (
        "only one-click mail routes may skip the CSRF check"
    )


def test_views_are_short(session_site):
    long = []
    for endpoint, view in session_site.view_functions.items():
        lines = len(inspect.getsource(inspect.unwrap(view)).splitlines())
        if lines > 25:
            long.append(f"{endpoint}: {lines} lines")
    assert not long, "a view is route, mark, gate, form, one action, answer:\n" + "\n".join(long)


def test_every_setting_is_described():
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


def test_every_permission_is_named_and_described():
    for name, permission in permissions.declared().items():
        assert name.count(":") == 2, name
        assert permission.says.endswith("."), name


def test_every_verb_says_what_happened_to_what(session_site):
    fragments = [name for name, verb in ledger.declared().items() if not SENTENCE.match(verb.says)]
    assert fragments == []


def test_every_command_has_help_with_an_example():
    def walk(command, path):
        if hasattr(command, "commands"):
            for name, inner in command.commands.items():
                walk(inner, f"{path} {name}")
            return
        assert command.help, path
        assert "Example: engage" in (command.epilog or ""), f"{path} shows no example"

    walk(main, "engage")
