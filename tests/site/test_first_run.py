"""`engage init` as an administrator types it, in a folder that is empty at first."""

import os
import subprocess
import sys

import pytest

from engage.core.settings import SettingsError
from engage.core.settings_file import read_values, with_values
from tests.house.source import ROOT

WHO = ("--name", "North Vale's listens", "--owner", "North Vale Health Board", "--sender", "people@northvale.example")
ADMIN = ("--admin-email", "ada@northvale.example")


@pytest.fixture
def init(tmp_path):
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}

    def run(*line, typed="", **more):
        return subprocess.run(
            [sys.executable, "-m", "engage.commands", "init", *line],
            cwd=tmp_path,
            env={**surroundings, "PYTHONPATH": str(ROOT), "ENGAGE_ARGON2_MEMORY_KIB": "8", **more},
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def test_it_sets_a_site_up_and_can_be_run_again(init, tmp_path):
    first = init(*WHO, *ADMIN, "--admin-name", "Ada Byron", "--yes")
    assert first.returncode == 0, first.stderr
    assert "Ada Byron can sign in as ada@northvale.example" in first.stdout
    assert "Password: " in first.stdout
    values = read_values(tmp_path / ".env")
    assert values["ENGAGE_SITE_NAME"] == "North Vale's listens"
    assert len(values["ENGAGE_SECRET_KEY"]) >= 32
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
    assert len(list((tmp_path / "instance" / "mail").glob("*.eml"))) == 1

    assert "6 pages, 5 sections, 6 reasons" in first.stdout
    assert "To fill in" in first.stdout

    again = init(*ADMIN, "--yes")
    assert again.returncode == 0, again.stderr
    assert "Password: " not in again.stdout
    assert "Texts to start with" not in again.stdout
    assert read_values(tmp_path / ".env") == values

    other = init("--name", "Another name", *ADMIN, "--yes")
    assert other.returncode == 1
    assert "ENGAGE_SITE_NAME" in other.stderr
    assert read_values(tmp_path / ".env") == values


def test_data_kept_elsewhere_are_found_again_and_are_nobody_elses(init, tmp_path):
    done = init(*WHO, *ADMIN, "--yes", ENGAGE_DATA_DIR="kept here")
    assert done.returncode == 0, done.stderr
    kept = tmp_path / "kept here"
    assert read_values(tmp_path / ".env")["ENGAGE_DATA_DIR"] == str(kept)
    assert not (tmp_path / "instance").exists()
    assert (kept / "engage.sqlite").is_file()
    open_to_others = [path for path in (kept, *kept.rglob("*")) if path.stat().st_mode & 0o077]
    assert open_to_others == []
    again = init(*ADMIN, "--yes")
    assert again.returncode == 0, again.stderr
    assert "Password: " not in again.stdout


def test_it_asks_for_what_it_is_not_given(init, tmp_path):
    answers = ["North Vale listens", "The board", "people@northvale.example", "", "", "ada@northvale.example", "Ada"]
    done = init("--file", "site.env", typed="\n".join(answers) + "\n")
    assert done.returncode == 0, done.stderr
    assert read_values(tmp_path / "site.env")["ENGAGE_SITE_OWNER"] == "The board"
    assert "ENGAGE_SETTINGS_FILE=site.env engage serve" in done.stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (ADMIN, "Give --name"),
        ((*WHO, "--admin-email", "ada"), "not an email address"),
        ((*WHO, *ADMIN, "--base-url", "https://listens.northvale.example"), "ENGAGE_SMTP_URL must be set"),
        ((*WHO, *ADMIN, "--base-url", "northvale"), "ENGAGE_BASE_URL must be http"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(init, tmp_path, line, said):
    done = init(*line, "--yes")
    assert done.returncode != 0
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_settings_file_keeps_its_other_lines():
    text = "# ours\nENGAGE_SITE_NAME=Old\nENGAGE_ACCENT='#123456'\n"
    changed = with_values(text, {"ENGAGE_SITE_NAME": "New", "ENGAGE_SITE_OWNER": "It's us"})
    assert changed == "# ours\nENGAGE_SITE_NAME='New'\nENGAGE_ACCENT='#123456'\nENGAGE_SITE_OWNER='It\\'s us'\n"


@pytest.mark.parametrize("wrong", ["${HOME}", "a\nENGAGE_DEBUG=true"])
def test_a_value_cannot_smuggle_in_another(wrong):
    with pytest.raises(SettingsError):
        with_values("", {"ENGAGE_SITE_NAME": wrong})
