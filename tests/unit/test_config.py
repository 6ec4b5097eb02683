"""A wrong setting stops the start with its name and what to put there."""

from pathlib import Path

import pytest

from bot.config import Settings, SettingsError, load_settings

NAMES = [name.upper() for name in Settings.model_fields]
BOT = "xoxb-1"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1", "begin with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1", "begin with xapp-"),
        ("SLACK_API_URL", "slack.com", "http"),
        ("DATABASE_URL", "mysql://somewhere/x", "postgresql://"),
        ("DATABASE_URL", "sqlite://", "sqlite:///infoview.db"),
        ("DATABASE_URL", "not an address", "database address"),
        ("INFOVIEW_SECRET_KEY", "short", "32 characters"),
        ("PORT", "seventy", "PORT"),
        ("TRUSTED_PROXY_HOPS", "-1", "greater than or equal to 0"),
        ("PUBLIC_URL", "http://infoview.example.org", "https://"),
        ("PUBLIC_URL", "http://localhost.example.org", "https://"),
        ("PUBLIC_URL", "https://", "https://"),
        ("LOG_LEVEL", "LOUD", "DEBUG"),
        ("SLACK_CLIENT_ID", "1.2", "set both"),
        ("UNINSTALLED_KEPT_DAYS", "-1", "greater than or equal to 0"),
    ],
)
def test_each_wrong_setting_says_what_to_put_there(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as refused:
        load_settings()
    assert words in str(refused.value)


def test_postgresql_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h/n")
    with pytest.raises(SettingsError, match="INFOVIEW_SECRET_KEY"):
        load_settings()


def test_secrets_are_not_shown_when_settings_are_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xapp-very-secret")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "very-secret" not in str(refused.value)


def test_several_wrong_settings_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "x")
    monkeypatch.setenv("PORT", "x")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET"),
    ],
)
def test_what_slack_needs(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], missing: str) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=missing):
        load_settings().require_slack()


def test_the_env_file_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN=xapp-file\nPORT=4000\n")
    monkeypatch.setenv("PORT", "5000")
    settings = load_settings()
    settings.require_slack()
    assert settings.port == 5000
    assert settings.uses_socket_mode


def test_the_default_key_lies_beside_the_sqlite_file(tmp_path: Path) -> None:
    load_settings().make_vault()
    assert (tmp_path / ".infoview" / "infoview.db.key").exists()


def test_a_key_file_that_cannot_be_used_names_itself(tmp_path: Path) -> None:
    settings = load_settings()
    settings.make_vault()
    (tmp_path / ".infoview" / "infoview.db.key").chmod(0o644)
    with pytest.raises(SettingsError, match=r"infoview\.db\.key"):
        settings.make_vault()


def test_addresses_as_platforms_give_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h/n")
    monkeypatch.setenv("INFOVIEW_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setenv("PUBLIC_URL", "http://127.0.0.1:3000")
    settings = load_settings()
    assert settings.slack_api_url == "http://127.0.0.1:9/api/"
    settings.make_vault()
