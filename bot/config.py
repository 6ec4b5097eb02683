"""Settings: the only reader of the environment and of ``.env``. A wrong setting names itself and its cure."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url

from bot.db import normalise_url, sqlite_path
from bot.logs import LogFormat
from bot.values import TEXTS_KEPT
from bot.vault import MINIMUM_SECRET_LENGTH, Vault, VaultError, read_or_create_key_file

DEFAULT_DATABASE_URL = "sqlite:///.infoview/infoview.db"
SLACK_API_URL = "https://slack.com/api/"


class SettingsError(Exception):
    """One or more settings are wrong; the text has a line for each, with its name and what to put there."""


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


def _starts_with(prefix: str, where: str) -> AfterValidator:
    def check(value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(prefix):
            raise ValueError(f"it must begin with {prefix} ({where})")
        return value

    return AfterValidator(check)


def _check_database_url(value: str) -> str:
    try:
        normalise_url(value)
    except Exception as error:
        raise ValueError(
            "put a database address there, for example sqlite:///infoview.db or postgresql://user:password@host/name"
        ) from error
    return value


def _check_api_url(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise ValueError(f"put an http(s) address there, or leave it out for {SLACK_API_URL}")
    return value if value.endswith("/") else value + "/"


_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def _check_public_url(value: str | None) -> str | None:
    parts = urlsplit(value or "https://left.out")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _OWN_MACHINE)
    if not is_safe or not parts.hostname:
        raise ValueError(
            "put the address there at which this server is reached from outside, for example"
            " https://infoview.example.org (http:// only for this machine itself), or leave it out"
        )
    return value


def _check_secret(value: SecretStr | None) -> SecretStr | None:
    try:
        Vault(split_secrets(value)) if value is not None else None
    except ValueError as error:
        raise ValueError(
            f"put a random text of {MINIMUM_SECRET_LENGTH} characters or more there, for example from"
            "  openssl rand -base64 48  (several, newest first, separated by commas, while you rotate keys)"
        ) from error
    return value


def split_secrets(value: SecretStr) -> list[str]:
    """The secrets of ``INFOVIEW_SECRET_KEY``, newest first."""
    return [part.strip() for part in value.get_secret_value().split(",")]


_Port = Annotated[int, Field(ge=0, le=65535)]
OptionalSecret = Annotated[SecretStr | None, BeforeValidator(_none_if_empty)]


class Settings(BaseSettings):
    """All settings, by environment variable or ``.env``; names are the fields' in capitals."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    slack_bot_token: Annotated[
        OptionalSecret, _starts_with("xoxb-", "your app's page, OAuth & Permissions, Bot User OAuth Token")
    ] = None
    slack_app_token: Annotated[
        OptionalSecret, _starts_with("xapp-", "your app's page, Basic Information, App-Level Tokens")
    ] = None
    slack_signing_secret: OptionalSecret = None
    slack_client_id: Annotated[str | None, BeforeValidator(_none_if_empty)] = None
    slack_client_secret: OptionalSecret = None
    slack_api_url: Annotated[str, AfterValidator(_check_api_url)] = SLACK_API_URL
    database_url: Annotated[str, AfterValidator(_check_database_url)] = DEFAULT_DATABASE_URL
    infoview_secret_key: Annotated[OptionalSecret, AfterValidator(_check_secret)] = None
    host: str = "127.0.0.1"
    port: _Port = 3000
    public_url: Annotated[str | None, BeforeValidator(_none_if_empty), AfterValidator(_check_public_url)] = (
        None
    )
    trusted_proxy_hops: Annotated[int, Field(ge=0, le=10)] = 0
    uninstalled_kept_days: Annotated[int, Field(ge=0, le=365)] = 30
    texts_kept_days: Annotated[int, Field(ge=14, le=3650)] = TEXTS_KEPT.days
    metrics_host: str = "127.0.0.1"
    metrics_port: Annotated[_Port | None, BeforeValidator(_none_if_empty)] = None
    log_format: LogFormat = "text"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @model_validator(mode="after")
    def _check_together(self) -> "Settings":
        if bool(self.slack_client_id) != bool(self.slack_client_secret):
            raise ValueError(
                "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: set both for many workspaces (app's page, Basic"
                " Information), or remove both and set SLACK_BOT_TOKEN for one"
            )
        if self.serves_many_workspaces and self.slack_bot_token is not None:
            raise ValueError(
                "SLACK_BOT_TOKEN: remove it, because with SLACK_CLIENT_ID each workspace brings a token;"
                " or remove SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for one workspace"
            )
        if sqlite_path(normalise_url(self.database_url)) is None and self.infoview_secret_key is None:
            raise ValueError(
                "INFOVIEW_SECRET_KEY: it is required with PostgreSQL; put a random text there, for example"
                " from  openssl rand -base64 48  and keep a copy: without it private text cannot be read"
            )
        return self

    @property
    def serves_many_workspaces(self) -> bool:
        """Whether workspaces are added by "Add to Slack" (a client id is set) and not by one token."""
        return self.slack_client_id is not None

    @property
    def redirect_uri(self) -> str | None:
        """Where Slack sends people back to; None: to the one address in the app's settings there."""
        return self._public("/slack/oauth_redirect")

    @property
    def install_address(self) -> str | None:
        """Where people add Infoview to a workspace; None where that is not known, or not possible."""
        return self._public("/slack/install") if self.serves_many_workspaces else None

    @property
    def request_url(self) -> str | None:
        """Where Slack calls the bot by HTTP; None where that is not known, or in Socket Mode."""
        return None if self.uses_socket_mode else self._public("/slack/events")

    def _public(self, path: str) -> str | None:
        return f"{self.public_url.rstrip('/')}{path}" if self.public_url else None

    @property
    def uninstalled_kept(self) -> timedelta:
        """How long the data of a workspace is kept that uninstalled Infoview."""
        return timedelta(days=self.uninstalled_kept_days)

    @property
    def texts_kept(self) -> timedelta:
        """How long names and texts are kept after the end of their program."""
        return timedelta(days=self.texts_kept_days)

    @property
    def uses_socket_mode(self) -> bool:
        """Whether Slack is reached by Socket Mode (an app token is set) and not by HTTP."""
        return self.slack_app_token is not None

    def require_slack(self) -> None:
        """Raise :class:`SettingsError` unless what connecting to Slack needs is set."""
        missing = []
        if self.slack_bot_token is None and not self.serves_many_workspaces:
            missing.append(
                "SLACK_BOT_TOKEN: put the Bot User OAuth Token there (xoxb-…), from your app's page,"
                " OAuth & Permissions; or, for many workspaces, set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET."
                " To try Infoview without Slack, run  infoview playground"
            )
        if self.slack_signing_secret is None and not self.uses_socket_mode:
            missing.append(
                "SLACK_SIGNING_SECRET: put the Signing Secret there, from your app's page, Basic Information;"
                " or set SLACK_APP_TOKEN to use Socket Mode"
            )
        if missing:
            raise SettingsError("\n".join(missing))

    def make_vault(self) -> Vault:
        """The vault with the keys from the setting, or from the key file beside the SQLite file.

        Raises SettingsError where the key file cannot be used.
        """
        if self.infoview_secret_key is not None:
            return Vault(split_secrets(self.infoview_secret_key))
        path = self.key_file
        assert path is not None, "PostgreSQL without a key is refused when the settings are read"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return Vault(read_or_create_key_file(path))
        except (VaultError, OSError) as error:
            raise SettingsError(f"the key file {path}: {error}") from error

    @property
    def key_file(self) -> Path | None:
        """The file beside the SQLite file that holds the key; None where the key is a setting."""
        path = sqlite_path(normalise_url(self.database_url))
        if path is None or self.infoview_secret_key is not None:
            return None
        return path.with_name(path.name + ".key")

    @property
    def secrets(self) -> frozenset[str]:
        """All that must be shown nowhere."""
        given = (getattr(self, name) for name in type(self).model_fields)
        found = {value.get_secret_value() for value in given if isinstance(value, SecretStr)}
        found.update(split_secrets(self.infoview_secret_key) if self.infoview_secret_key else ())
        password = make_url(self.database_url).password
        return frozenset(found | ({password} if password else set()))


def load_settings() -> Settings:
    """Read the environment and ``.env``. Raises :class:`SettingsError` with a line for each wrong setting."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(problem) for problem in error.errors())) from None


def _explain(problem: object) -> str:
    assert isinstance(problem, dict)
    message = str(problem["msg"]).removeprefix("Value error, ")
    name = ".".join(str(part) for part in problem["loc"]).upper()
    return f"{name}: {message}" if name else message
