"""The script of the pages, in a real browser: it only makes quicker what works without it."""

import shutil
import threading

import jinja2
import pytest
from flask import Flask, Response, render_template, request
from werkzeug.serving import make_server
from wtforms import Form, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from engage.core import assets, assets_build, theme
from tests.house.source import ROOT

FORM_PAGE = """
{% from "components/forms.html" import field, form_tag, button, preview, error_summary %}
{% from "components/page.html" import masthead %}
<!doctype html><html lang="en-GB"><head><title>Write</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="{{ asset_url('main.css') }}"><link rel="stylesheet" href="{{ theme_url('#0b5d5e') }}">
<script type="module" src="{{ asset_url('main.js') }}"></script></head><body>
{{ masthead(site, viewer, menu) }}
<main>{{ error_summary(form) }}
{% call form_tag(form, action="/send", autosave_url="/autosave", warn_unsaved=true) %}
{{ field(form.title) }}{{ field(form.body) }}{{ preview(form.body, "/preview") }}{{ field(form.password) }}
<div data-autosave-status></div>{{ button("Send") }}
{% endcall %}</main></body></html>
"""


class Draft(Form):
    """A form with everything that the script looks at."""

    version = HiddenField(default="1")
    title = StringField("Title", [DataRequired("Enter a title")])
    body = TextAreaField("Body", [Length(max=100)])
    password = PasswordField("Password")


class Place:
    """One entry of a menu."""

    label, url, current = "Plans", "/plans/", False


BLOCK_PAGE = """
{% from "components/publication.html" import block %}
<!doctype html><html lang="en-GB"><head><title>Read</title>
<script type="module" src="{{ asset_url('main.js') }}"></script></head><body>
{{ block("b1", "One telephone number for all.", comment_url="/elsewhere?block=b1") }}
{{ block("b2", "Two teams.", comment_url="/elsewhere?block=b2") }}</body></html>
"""


def make_app(received: list[tuple[str, dict[str, str]]]) -> Flask:
    """A site of one page that remembers what it was sent."""
    assets_build.build(ROOT)
    app = Flask("script", static_folder=None)
    app.jinja_env.undefined = jinja2.StrictUndefined
    files = jinja2.FileSystemLoader(ROOT / "templates")
    app.jinja_env.loader = jinja2.ChoiceLoader(
        [files, jinja2.DictLoader({"page.html": FORM_PAGE, "block.html": BLOCK_PAGE})]
    )
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    app.jinja_env.filters.update(date=str, iso=str)
    assets.init_app(app)
    theme.init_app(app)

    @app.get("/")
    def page():
        form = Draft()
        if "refused" in request.args:
            form.validate()
        site = {"name": "North Vale listens", "strapline": "", "logo_url": None}
        return render_template("page.html", form=form, site=site, viewer={"signed_in": False}, menu=[Place])

    @app.get("/block")
    def block():
        return render_template("block.html")

    @app.get("/elsewhere")
    def elsewhere():
        return "<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>"

    @app.post("/<what>")
    def take(what):
        received.append((what, request.form.to_dict()))
        if what == "preview":
            return f"<p>Rendered: <strong>{len(request.form['body'])}</strong></p>"
        return {"fields": {"version": "2"}} if what == "autosave" else Response(status=204)

    return app


@pytest.fixture(scope="module")
def chromium(playwright):
    """The system's Chromium where there is one."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    browser = playwright.chromium.launch(
        executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
    )
    yield browser
    browser.close()


@pytest.fixture
def page(chromium):
    """A new tab without a past."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def served():
    """The address of the running site and what it was sent."""
    received: list[tuple[str, dict[str, str]]] = []
    server = make_server("127.0.0.1", 0, make_app(received), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", received
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def address(served):
    """The address, with nothing sent yet."""
    served[1].clear()
    return served[0]


def sent(served, what: str) -> list[dict[str, str]]:
    return [form for name, form in served[1] if name == what]


def test_the_preview_follows_the_typing(page, served, address):
    page.goto(address)
    page.fill("#body", "Hello")
    page.wait_for_selector(".preview strong >> text=5")
    assert sent(served, "preview")[-1] == {"body": "Hello", "csrf_token": "token"}


def test_the_count_says_what_is_left_and_what_is_too_much(page, address):
    page.goto(address)
    page.fill("#body", "🙂" * 99)
    assert page.inner_text("#body-count") == "You have 1 character left"
    page.fill("#body", "🙂" * 1101)
    assert page.inner_text("#body-count") == "You have 1,001 characters too many"


def test_what_is_typed_is_saved_but_never_a_password(page, served, address):
    page.goto(address)
    page.click("text=Show password")
    page.fill("#password", "correct horse")
    page.fill("#title", "A title")
    page.wait_for_selector(".form-status >> text=Saved")
    assert sent(served, "autosave")[-1] == {"csrf_token": "token", "version": "1", "title": "A title", "body": ""}
    assert page.input_value("[name=version]") == "2"


def test_text_that_could_not_be_saved_is_kept_on_the_device(page, address):
    page.goto(address)
    page.route("**/autosave", lambda route: route.abort())
    page.fill("#body", "Precious")
    page.wait_for_selector(".form-status >> text=no connection")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}/elsewhere")
    page.unroute("**/autosave")
    page.goto(address)
    page.click("text=Put it back")
    assert page.input_value("#body") == "Precious"


def test_leaving_asks_first_and_sends_what_was_typed(page, served, address):
    page.goto(address)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#body").press_sequentially("Last words")
    page.goto(f"{address}/elsewhere")
    assert asked == ["beforeunload"]
    page.wait_for_load_state("networkidle")
    assert sent(served, "autosave")[-1]["body"] == "Last words"


def test_a_double_click_sends_once(page, served, address):
    page.goto(address)
    page.fill("#title", "Once")
    page.dblclick("text=Send")
    page.wait_for_load_state("networkidle")
    assert len(sent(served, "send")) == 1


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(page, address):
    page.goto(f"{address}/?refused=1")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.click("text=Enter a title")
    assert page.evaluate("document.activeElement.id") == "title"


SELECT = """(([id, start, end]) => {
  const words = document.getElementById(id).firstChild;
  document.getSelection().setBaseAndExtent(words, start, words, end);
})"""


def test_selected_words_go_along_with_a_comment_on_their_block(page, address):
    page.goto(f"{address}/block")
    words = page.evaluate("document.getElementById('b1').firstChild.data")
    start = words.index("telephone")
    page.evaluate(SELECT, ["b1", start, start + len("telephone number")])
    page.click("#b1 .block__comment")
    assert page.url == f"{address}/elsewhere?block=b1&quote=telephone+number"
    page.goto(f"{address}/block")
    page.evaluate(SELECT, ["b1", start, start + 4])
    page.click("#b2 .block__comment")
    assert page.url == f"{address}/elsewhere?block=b2"


def test_the_menu_of_a_phone_needs_no_script(chromium, address):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(address)
    assert not page.is_visible("#site-menu")
    page.click("button:text('Menu')")
    assert page.is_visible("#site-menu")
    page.click("text=Close menu")
    assert not page.is_visible("#site-menu")
    context.close()
