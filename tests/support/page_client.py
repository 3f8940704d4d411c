"""A browser without a screen that checks every page it gets, unasked."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import html5lib
from flask import Flask, url_for
from lxml import html as lxml_html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.support import valid_html
from tests.support.statements import counted

MOST_STATEMENTS = 40
FORGIVEN = {"unexpected-end-tag-implies-table-voodoo"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?")


@dataclass
class Page:
    """An answer, with its document parsed."""

    status: int
    text: str
    headers: object
    document: object
    statements: list[str]

    @property
    def location(self) -> str:
        """Where it sends the browser."""
        return self.headers["Location"]

    @property
    def heading(self) -> str:
        """The words of the one h1."""
        return " ".join(self.document.cssselect("h1")[0].text_content().split())

    @property
    def words(self) -> str:
        """All that a person can read in the main part."""
        main = self.document.cssselect("main")
        return " ".join((main[0] if main else self.document).text_content().split())

    def select(self, css: str) -> list:
        """The elements that a selector names."""
        return self.document.cssselect(css)

    def form(self, action: str | None = None) -> dict[str, str]:
        """What the form (whose action contains a text) would send if it were submitted untouched."""
        forms = [
            f for f in self.document.forms if f.method == "POST" and (action is None or action in (f.action or ""))
        ]
        forms = [f for f in forms if f.get("id") == "decision"] or forms
        assert forms, f"no form to {action} on this page"
        boxes = {box.get("name") for box in forms[0].cssselect("textarea")}
        # HTML drops the newline behind <textarea>, which the parser keeps.
        return {
            k: re.sub(r"\A\r?\n", "", v) if k in boxes else v for k, v in forms[0].form_values() if isinstance(v, str)
        }


class PageClient:
    """Fetches by endpoint or path; each page must be well made unless the test says why not."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = app.test_client()

    def get(self, where: str, *, expect: int = 200, follow: bool = False, unchecked: str = "", **values) -> Page:
        """GET an endpoint (with its values) or a path; checks the status and the page."""
        return self._ask("GET", self._path(where, values), expect, unchecked, follow=follow)

    def post(
        self,
        where: str,
        data=None,
        *,
        expect: int = 303,
        follow: bool = False,
        unchecked: str = "",
        headers=None,
        **values,
    ):
        """POST to an endpoint or a path, from a page of the same site, with the token if there is a session."""
        data = dict(data or {})
        token = self._token()
        if token and "csrf_token" not in data:
            data["csrf_token"] = token
        return self._ask(
            "POST", self._path(where, values), expect, unchecked, follow=follow, data=data, headers=headers
        )

    def sign_in(self, account) -> "PageClient":
        """Be this account from now on."""
        from engage.accounts import browsers
        from engage.accounts.session import SignedIn
        from engage.core.database import unit_of_work

        account_id = account.id
        with self.app.app_context(), unit_of_work():
            key = browsers.begin(account_id, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
        with self.http.session_transaction() as session:
            session["_user_id"] = SignedIn(account, key).get_id()
            session["_fresh"] = True
        return self

    def sign_out(self) -> "PageClient":
        """Be a visitor again."""
        with self.http.session_transaction() as session:
            session.clear()
        return self

    def _path(self, where: str, values: dict) -> str:
        if where.startswith(("/", "http")):
            return where
        with self.app.app_context(), self.app.test_request_context():
            return url_for(where, **values)

    def _token(self) -> str | None:
        with self.http.session_transaction() as session:
            if not session:
                return None
            from flask_wtf.csrf import generate_csrf

            with self.app.app_context(), self.app.test_request_context():
                from flask import session as inner

                inner.update(session)
                token = generate_csrf()
                session.update(inner)
            return token

    def _ask(self, method, path, expect, unchecked, *, follow=False, data=None, headers=None) -> Page:
        with self.app.app_context(), counted() as statements:
            answer = self.http.open(
                path,
                method=method,
                data=data,
                headers={"Sec-Fetch-Site": "same-origin", **(headers or {})},
                content_type="multipart/form-data" if data is not None else None,
                buffered=True,
            )
        # A large upload is spooled to a file, which the client of the framework leaves open.
        answer.request.environ["wsgi.input"].close()
        page = Page(
            answer.status_code,
            answer.get_data(as_text="text" in answer.mimetype or answer.mimetype.endswith("xml")),
            answer.headers,
            None,
            list(statements),
        )
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303, 304, 308):
            page.document = lxml_html.fromstring(page.text)
        assert answer.status_code == expect, f"{method} {path}: {answer.status_code} instead of {expect}\n{_gist(page)}"
        if page.document is not None and not unchecked:
            self._check(page, path)
        if follow and page.status in (301, 302, 303, 308):
            return self.get(urljoin(path, page.location))
        return page

    def _check(self, page: Page, path: str) -> None:
        for fault in faults(page, self.app):
            raise AssertionError(f"{path}: {fault}")
        valid_html.keep(page.text, page.status, path, self.app)
        assert len(page.statements) <= MOST_STATEMENTS, f"{path}: statement flood\n" + "\n".join(page.statements)


def _gist(page: Page) -> str:
    return page.words[:1500] if page.document is not None else str(page.text)[:500]


def faults(page: Page, app: Flask) -> list[str]:
    """What is not well made in a page, in words."""
    document = page.document
    found = _invalid(page.text)
    if len(document.cssselect("h1")) != 1:
        found.append(f"{len(document.cssselect('h1'))} h1")
    if not (document.findtext(".//title") or "").strip():
        found.append("no title")
    if not document.get("lang"):
        found.append("no lang")
    ids = [e.get("id") for e in document.iter() if isinstance(e.tag, str) and e.get("id")]
    found += [f"id {i!r} twice" for i in sorted({i for i in ids if ids.count(i) > 1})]
    found += _unlabelled(document, set(ids))
    found += _scripted(document)
    found += _bad_forms(document)
    if re.search(r"\{\{|\}\}|\{%|%\}", page.text):
        found.append("raw template text")
    found += _dead_links(document, app, set(ids))
    found += [
        f"no moment: {t.get('datetime')}" for t in document.iter("time") if not MOMENT.fullmatch(t.get("datetime", ""))
    ]
    return found


def _invalid(text: str) -> list[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(text)
    wrong = [(place, code, facts) for place, code, facts in parser.errors if code not in FORGIVEN]
    return [f"invalid HTML at {place}: {code} {facts}" for place, code, facts in wrong[:5]]


def _unlabelled(document, ids: set) -> list[str]:
    labelled = {label.get("for") for label in document.iter("label")}
    found = []
    for control in document.cssselect("input, select, textarea"):
        if control.get("type") in ("hidden", "submit", "button"):
            continue
        wrapped = any(True for _ in control.iterancestors("label"))
        if not (
            control.get("id") in labelled or wrapped or control.get("aria-label") or control.get("aria-labelledby")
        ):
            found.append(f"control {control.get('name')} has no label")
    described = [e for e in document.iter() if isinstance(e.tag, str) and e.get("aria-describedby")]
    found += [
        f"aria-describedby names {name}, which is not there"
        for element in described
        for name in element.get("aria-describedby").split()
        if name not in ids
    ]
    return found


def _scripted(document) -> list[str]:
    found = ["inline script"] if any(not s.get("src") for s in document.iter("script")) else []
    found += ["inline style"] if list(document.iter("style")) else []
    for element in document.iter():
        if isinstance(element.tag, str):
            found += [
                f"{element.tag} has {name}" for name in element.attrib if name == "style" or name.startswith("on")
            ]
    return found


def _bad_forms(document) -> list[str]:
    found = []
    for form in document.forms:
        if form.method == "POST" and form.get("action") is None:
            found.append("form without action")
        if form.method == "GET" and form.cssselect("input[name=csrf_token]"):
            found.append("token in the URL")
    return found


def _dead_links(document, app: Flask, ids: set) -> list[str]:
    adapter = app.url_map.bind("127.0.0.1:8000")
    found = []
    for anchor in document.iter("a"):
        href = anchor.get("href")
        if href is None:
            continue
        if href.startswith("#"):
            if href != "#" and href[1:] not in ids:
                found.append(f"link to {href}, which is not on the page")
            continue
        parts = urlsplit(href)
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/static/"):
            continue
        try:
            adapter.match(parts.path, "GET")
        except RequestRedirect:
            continue
        except HTTPException as error:
            found.append(f"link to {href}: {error.code}")
    return found
