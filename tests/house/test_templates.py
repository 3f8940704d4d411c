"""The rules of templates: they compile, they extend a layout, and nothing in them needs a laxer policy."""

import re

import pytest
from jinja2 import nodes

from tests.house.source import ROOT

TEMPLATES = ROOT / "templates"
FILES = sorted(
    path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"}
)
NOT_PAGES = ("components/", "copies/", "layouts/", "mail/", "base.html")
PAGES = [name for name in FILES if name.endswith(".html") and not name.startswith(NOT_PAGES)]
FULL_PAGES = [name for name in PAGES if not name.rpartition("/")[2].startswith("_")]


def source(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


def markup(name: str) -> str:
    """The template without its comments."""
    return re.sub(r"\{#.*?#\}", "", source(name), flags=re.DOTALL)


def parents(site, name: str) -> list[str]:
    """What a template extends, what that extends, and so on."""
    found = []
    while name:
        tree = site.jinja_env.parse(source(name))
        extends = next(tree.find_all(nodes.Extends), None)
        name = extends.template.value if extends and isinstance(extends.template, nodes.Const) else ""
        found += [name] if name else []
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_template_compiles(session_site, name):
    assert session_site.jinja_env.undefined.__name__ == "StrictUndefined"
    session_site.jinja_env.get_template(name)


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("mail/")])
def test_no_template_needs_a_laxer_policy(name):
    text = markup(name)
    assert not re.search(r"<style\b|\bstyle\s*=\s*[\"']", text), "styles belong to static/src/scss"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "behaviour belongs to static/src/js"
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", text)), "scripts belong to static/src/js"
    assert not re.search(r"(?:src|action)\s*=\s*[\"'](?:https?:)?//", text), "nothing is fetched from another host"
    assert "javascript:" not in text


@pytest.mark.parametrize("name", FULL_PAGES)
def test_every_page_extends_a_layout_and_has_a_title(session_site, name):
    chain = parents(session_site, name)
    if source(name).lstrip().startswith("{# fragment"):
        assert not chain
        return
    assert chain
    assert chain[-1] == "base.html", (
        f"{name} extends no layout; a fragment says so in its first line: {{# fragment … #}}"
    )
    assert any(parent.startswith("layouts/") for parent in chain)
    titles = [part for part in (name, *chain[:-2]) if "{% block title %}" in source(part)]
    assert titles, f"{name} has no title"


def test_no_template_calls_anything_safe():
    """core/text alone makes Markup; stored HTML reaches a template as what core/text says it is."""
    laxer = re.compile(r"\|\s*safe\b|autoescape\s+false")
    assert [name for name in FILES if laxer.search(markup(name))] == []


def test_files_stay_small():
    assert [name for name in FILES if source(name).count("\n") > 400] == []
