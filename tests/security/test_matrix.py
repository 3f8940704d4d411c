"""Who may use which route: as committed, as marked, and as the site really answers."""

import pytest
from flask import url_for

from engage.core.access import mark_of
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR as NOBODY
from engage.core.permissions import Role
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.house.routes import REWRITE, rules
from tests.security.matrix import LIST, NO, SIGN_IN, VISITOR, WHO, YES, answer, listed
from tests.support.accounts import make_account


def test_the_marks_are_those_of_the_committed_matrix(session_site):
    here, there = set(listed(session_site).splitlines()), set(LIST.read_text().splitlines())
    told = [f"now:    {line}" for line in sorted(here - there)] + [f"before: {line}" for line in sorted(there - here)]
    assert not told, (
        f"Read each line: is it really they who may? Then run `{REWRITE}` and commit what it wrote.\n" + "\n".join(told)
    )


def asked_for(site, who):
    """Every route and method with an address to ask for, and the answer that its mark promises."""
    for rule, methods in rules(site):
        values = {name: _some(rule._converters[name]) for name in rule.arguments}
        promised = answer(mark_of(site.view_functions[rule.endpoint]), who)
        for method in methods.split(","):
            with site.test_request_context():
                yield method, url_for(rule.endpoint, **values), promised, bool(rule.arguments)


def test_a_role_in_some_areas_is_refused_what_cannot_be_told_apart_by_areas(client):
    with unit_of_work():
        vale = add_area(NOBODY, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
    client.sign_in(
        make_account(roles=[role for role in Role if role not in (Role.MEMBER, Role.ADMINISTRATOR)], area=vale)
    )
    tried, wrong = 0, []
    for rule, methods in rules(client.app):
        permission = mark_of(client.app.view_functions[rule.endpoint]).permission
        if permission is None or not permission.whole:
            continue
        with client.app.test_request_context():
            path = url_for(rule.endpoint, **{name: _some(rule._converters[name]) for name in rule.arguments})
        for method in methods.split(","):
            tried += 1
            with client.http.open(path, method=method, headers={"Sec-Fetch-Site": "same-origin"}) as response:
                if response.status_code != 403:
                    wrong.append(f"{method} {path} answers {response.status_code}")
    assert tried
    assert not wrong, "\n".join(wrong)
    assert not [a for a in client.get("/staff/").select("nav a") if a.get("href") == "/staff/mail/"]


def _some(converter):
    return sorted(getattr(converter, "items", ["1"]))[0]


def said(response):
    """What an answer comes to, in the words of the matrix."""
    if response.status_code == 401 or response.headers.get("Location", "").startswith("/account/sign-in/"):
        return SIGN_IN
    return NO if response.status_code == 403 else YES


@pytest.mark.parametrize("who", WHO)
def test_the_site_answers_as_its_matrix_says(client, who):
    if who != VISITOR:
        client.sign_in(make_account(roles=[] if who == "member" else [who]))
    wrong = []
    for method, path, promised, has_arguments in asked_for(client.app, who):
        if promised == YES and (has_arguments or method != "GET"):
            continue
        with client.http.open(path, method=method, headers={"Sec-Fetch-Site": "same-origin"}) as response:
            if said(response) != promised or response.status_code >= 500:
                wrong.append(f"{method} {path} answers {response.status_code} to a {who}, the mark says {promised}")
    assert not wrong, "\n".join(wrong)
