"""Who may use which route: as committed, as marked, and as the site really answers."""

import pytest
from flask import url_for

from engage.core.access import mark_of
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
