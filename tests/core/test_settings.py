"""Settings: a wrong one stops the start with a sentence; production refuses what is unsafe."""

import pytest
from click.testing import CliRunner

from engage.commands import main
from engage.core.settings import Settings, SettingsError, load_settings

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


def test_the_command_ends_with_the_sentence(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENGAGE_TIME_ZONE", "Mars/Base")
    result = CliRunner().invoke(main, ["settings"])
    assert result.exit_code == 2
    assert "ENGAGE_TIME_ZONE is wrong: is not a known time zone" in result.output


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
