"""Settings: a wrong one stops the start with a sentence; production refuses what is unsafe."""

import re

import pytest
from click.testing import CliRunner

from engage.commands import main
from engage.core.settings import Settings, SettingsError, load_settings
from engage.core.settings_sentences import must_be

SAFE = {
    "ENGAGE_ENVIRONMENT": "production",
    "ENGAGE_SECRET_KEY": "a-secret-of-forty-characters-0123456789ab",
    "ENGAGE_BASE_URL": "https://engage.example.org",
    "ENGAGE_SMTP_URL": "smtp://mail.example.org:587",
}


def load(monkeypatch, tmp_path, **changes):
    monkeypatch.chdir(tmp_path)
    for name, value in {**SAFE, **changes}.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    return load_settings()


def test_safe_production_settings_start(monkeypatch, tmp_path):
    settings = load(monkeypatch, tmp_path)
    assert settings.cookies_secure
    assert not settings.shows_mail


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENGAGE_SECRET_KEY", None),
        ("ENGAGE_SECRET_KEY", "short-secret-key"),
        ("ENGAGE_DEBUG", "true"),
        ("ENGAGE_BASE_URL", "http://engage.example.org"),
        ("ENGAGE_SESSION_COOKIE_SECURE", "false"),
        ("ENGAGE_DEV_MAIL", "true"),
        ("ENGAGE_SMTP_URL", None),
        ("ENGAGE_SQLITE_SYNCHRONOUS", "OFF"),
    ],
)
def test_production_refuses_what_is_unsafe_and_names_it(monkeypatch, tmp_path, name, value):
    expected = "ENGAGE_SESSION_COOKIE_SECURE" if name == "ENGAGE_BASE_URL" else name
    with pytest.raises(SettingsError, match=expected):
        load(monkeypatch, tmp_path, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENGAGE_BASE_URL", "engage.example.org"),
        ("ENGAGE_TIME_ZONE", "Europe/Nowhere"),
        ("ENGAGE_ACCENT", "teal"),
        ("ENGAGE_OLD_CONTENT_YEARS", "soon"),
        ("ENGAGE_TRUSTED_PROXIES", "-1"),
        ("ENGAGE_SITE_NMAE", "a typing error"),
    ],
)
def test_a_wrong_setting_is_named_with_its_reason(monkeypatch, tmp_path, name, value):
    with pytest.raises(SettingsError, match=name):
        load(monkeypatch, tmp_path, **{name: value})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ENGAGE_ACCENT", "teal", "must be a colour"),
        ("ENGAGE_OLD_CONTENT_YEARS", "soon", "must be a whole number of at least 1. Age in years"),
        ("ENGAGE_WEB_PROCESSES", "99", "must be a whole number from 1 to 64."),
        ("ENGAGE_DEBUG", "perhaps", "must be true or false."),
        ("ENGAGE_DEV_MAIL", "perhaps", "must be true or false."),
        ("ENGAGE_ENVIRONMENT", "live", "must be development or production."),
        ("ENGAGE_LOG_FORMAT", "xml", "must be text or json."),
        ("ENGAGE_LANGUAGE", "English", "must be the code of a language"),
        ("ENGAGE_RETIRED_SECRET_KEYS", "one,two", "must be a list in square brackets"),
        ("ENGAGE_SECRET_KEY", "short", "at least 16 characters"),
        ("ENGAGE_SITE_NAME", "", "must be a name that is not empty."),
        ("ENGAGE_LOGO", "missing.svg", "must name an SVG or PNG file that is there. A picture file"),
        ("ENGAGE_SMTP_URL", "mail.example.org", "must look like smtp://"),
    ],
)
def test_a_wrong_setting_is_told_in_plain_words(monkeypatch, tmp_path, name, value, said):
    with pytest.raises(SettingsError) as wrong:
        load(monkeypatch, tmp_path, **{name: value})
    told = str(wrong.value)
    assert told.startswith(f"{name} ")
    assert said in told
    assert not re.search("input|parse|pattern|String|valid", told)


def test_every_setting_says_what_it_must_be_in_plain_words():
    for name, field in Settings.model_fields.items():
        assert must_be(name, field), name


def test_a_typing_error_in_the_file_is_named(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("ENGAGE_SITE_NMAE=Riverside\n")
    with pytest.raises(SettingsError, match="ENGAGE_SITE_NMAE is not a setting of Engage"):
        load(monkeypatch, tmp_path)


@pytest.mark.parametrize("value", ["", "logo.svg"])
def test_a_logo_that_is_there_starts(monkeypatch, tmp_path, value):
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert bool(load(monkeypatch, tmp_path, ENGAGE_LOGO=value).logo) == bool(value)


@pytest.mark.parametrize("where", ["environment", "file"])
def test_the_demonstration_says_first_that_it_does_not_run_in_production(monkeypatch, tmp_path, where):
    monkeypatch.chdir(tmp_path)
    if where == "environment":
        monkeypatch.setenv("ENGAGE_ENVIRONMENT", "production")
    else:
        (tmp_path / ".env").write_text("ENGAGE_ENVIRONMENT=production\n")
    result = CliRunner().invoke(main, ["demo", "--no-serve"])
    assert result.exit_code == 1
    assert result.stderr.startswith("engage: The demonstration does not run in production")


def test_the_command_ends_with_the_sentence(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENGAGE_TIME_ZONE", "Mars/Base")
    result = CliRunner().invoke(main, ["settings"])
    assert result.exit_code == 2
    assert (
        "ENGAGE_TIME_ZONE must be the name of a time zone, such as Europe/London. The time zone in which"
        in result.output
    )


def test_settings_are_listed_without_their_secrets(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENGAGE_SECRET_KEY", "my-very-secret-secret-of-many-letters")
    output = CliRunner().invoke(main, ["settings"]).output
    assert "my-very-secret" not in output
    for name in Settings.model_fields:
        assert f"ENGAGE_{name.upper()}=" in output


def test_a_file_may_hold_them(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site.env").write_text("ENGAGE_SITE_NAME=Riverside listens\n")
    monkeypatch.setenv("ENGAGE_SETTINGS_FILE", "site.env")
    assert load_settings().site_name == "Riverside listens"
