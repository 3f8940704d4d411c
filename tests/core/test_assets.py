"""The built files and the theme: names that change with content, colours that can always be read."""

import gzip
import json
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from engage.core import assets, assets_build, theme

ROOT = Path(__file__).parents[2]
colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.fixture(scope="module", autouse=True)
def _built():
    assets_build.build(ROOT)


def manifest() -> dict[str, str]:
    return assets_build.read_manifest(assets.DIST)


def test_every_file_is_named_by_its_content():
    assert {"main.css", "main.js", "favicon.svg"} <= set(manifest())
    for name, hashed in manifest().items():
        assert re.fullmatch(rf"{Path(name).stem}\.[0-9a-f]{{12}}{Path(name).suffix}", hashed)


def test_compressed_twins_hold_the_same_bytes():
    for hashed in manifest().values():
        path = assets.DIST / hashed
        if path.suffix in assets_build.COMPRESSED:
            assert gzip.decompress(path.with_name(f"{hashed}.gz").read_bytes()) == path.read_bytes()
            assert brotli.decompress(path.with_name(f"{hashed}.br").read_bytes()) == path.read_bytes()


def test_a_second_build_finds_nothing_to_do():
    assert assets_build.build(ROOT) is False


def test_the_budget_of_a_first_visit_holds():
    for name, most in (("main.css", 22_000), ("main.js", 14_000)):
        assert (assets.DIST / f"{manifest()[name]}.gz").stat().st_size <= most


def test_an_unknown_name_is_refused_with_the_known_ones():
    assert assets.asset_url("main.css") == f"/static/{manifest()['main.css']}"
    with pytest.raises(assets.UnknownAssetError, match=r"main\.css"):
        assets.asset_url("mian.css")


def test_a_new_build_keeps_the_files_that_open_pages_still_name(tmp_path):
    dist = tmp_path / "dist"
    for round_, text in enumerate(("one", "two", "three")):
        compiled = tmp_path / str(round_)
        compiled.mkdir()
        (compiled / "main.css").write_text(text)
        assets_build._publish(compiled, dist, text)
    kept = sorted(path.read_text() for path in dist.glob("main.*.css"))
    assert kept == ["three", "two"]
    assert json.loads((dist / "manifest.json").read_text())["sources"] == "three"


def test_a_failed_build_says_what_failed(tmp_path):
    with pytest.raises(assets_build.AssetsError, match="no-such-program"):
        assets_build._run(["no-such-program"], tmp_path)
    with pytest.raises(assets_build.AssetsError, match="false"):
        assets_build._run(["false"], tmp_path)


def test_built_files_may_be_kept_for_ever_and_other_names_are_not_served():
    app = Flask("assets", static_folder=None)
    assets.init_app(app)
    client = app.test_client()
    with client.get(assets.asset_url("main.css"), headers={"Accept-Encoding": "br"}) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "br"
    for name in ("main.css", "manifest.json", "../src/package.json"):
        assert client.get(f"/static/{name}").status_code == 404


def test_the_theme_may_be_kept_for_ever(site):
    client = site.test_client()
    answer = client.get(theme.theme_url("#0B5D5E"))
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    again = client.get(theme.theme_url("#0b5d5e"), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/theme/teal.css").status_code == 404


@given(colours)
def test_whatever_the_accent_all_text_can_be_read(accent):
    for scheme in (theme.LIGHT, theme.DARK):
        for ratio in (theme.AA, theme.AAA):
            found = theme.accents(accent, scheme, ratio)
            for ground in scheme.grounds:
                assert theme.contrast(found["accent"], ground) >= ratio
                assert theme.contrast(found["accent-strong"], ground) >= ratio
            assert theme.contrast(found["on-accent"], found["accent"]) >= theme.AA
            assert theme.contrast(found["on-accent"], found["accent-strong"]) >= theme.AA
            for text in (found["accent"], found["accent-strong"], scheme.ink, scheme.ink_soft):
                assert theme.contrast(text, found["accent-wash"]) >= theme.AA


@given(colours)
def test_a_theme_is_custom_properties_alone(accent):
    properties = r":root\{(?:--[a-z-]+:#[0-9a-f]{6};?)+\}"
    for line in theme.theme_css(accent).splitlines():
        assert re.fullmatch(rf"{properties}|@media [^{{]+\{{{properties}\}}", line)


@pytest.mark.parametrize("text", ["", "teal", "#12", "#12345g", "#1234567", "red;}body{", "#123456\n"])
def test_what_is_not_a_colour_is_refused(text):
    with pytest.raises(ValueError, match="is not a colour"):
        theme.theme_css(text)


def test_the_grounds_are_those_of_the_style_sheet():
    tokens = (ROOT / "static" / "src" / "scss" / "_tokens.scss").read_text()
    for name, scheme in (("light", theme.LIGHT), ("dark", theme.DARK)):
        block = re.search(rf"@mixin {name} \{{(.*?)\n\}}", tokens, re.DOTALL)
        assert block
        stated = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block[1]))
        for part in ("paper", "raised", "sunken", "good_wash", "warn_wash", "bad_wash", "ink", "ink_soft"):
            assert stated[part.replace("_", "-")] == getattr(scheme, part), (name, part)
        for text in ("ink", "ink-soft", "good", "warn", "bad", "visited"):
            for ground in scheme.grounds:
                assert theme.contrast(stated[text], ground) >= theme.AA, (name, text, ground)
        for edge in ("rule-strong", "focus"):
            for ground in scheme.grounds:
                assert theme.contrast(stated[edge], ground) >= 3, (name, edge, ground)
