"""What Slack's error codes mean for us: who or what they concern, and whether trying again makes sense."""

from bot.values import Failure, FailureKind

WORKSPACE_CODES = frozenset(
    {
        "access_denied",
        "accesslimited",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "team_not_found",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
USER_CODES = frozenset(
    {"cannot_dm_bot", "messages_tab_disabled", "user_disabled", "user_not_found", "user_not_visible"}
)
CHANNEL_CODES = frozenset(
    {
        "as_user_not_supported",
        "channel_not_found",
        "channel_type_not_supported",
        "invalid_channel",
        "is_archived",
        "not_in_channel",
        "posting_to_channel_denied",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
    }
)
FILE_CODES = frozenset(
    {
        "file_type_not_allowed",
        "file_upload_size_restricted",
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "storage_limit_reached",
    }
)
"""https://docs.slack.dev/reference/methods/files.getUploadURLExternal and files.completeUploadExternal"""

TRANSIENT_CODES = frozenset({"request_timeout", "service_unavailable", "team_added_to_org", "team_not_ready"})
"""A workspace that moves into an Enterprise organization comes back by itself."""
UNKNOWN_OUTCOME_CODES = frozenset({"fatal_error", "internal_error"})
"""Slack: "It's possible some aspect of the operation succeeded before the error was raised."
https://docs.slack.dev/reference/methods/chat.postMessage"""

LIMITED_CODES = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})

_KINDS = (
    (WORKSPACE_CODES, FailureKind.WORKSPACE),
    (USER_CODES, FailureKind.USER),
    (CHANNEL_CODES, FailureKind.CHANNEL),
    (FILE_CODES, FailureKind.FILE),
    (TRANSIENT_CODES, FailureKind.TRANSIENT),
    (UNKNOWN_OUTCOME_CODES, FailureKind.UNKNOWN_OUTCOME),
    (LIMITED_CODES, FailureKind.LIMITED),
)


class SlackFailureError(Exception):
    """A call to Slack did not succeed. ``retry_after`` is in seconds, where Slack named it."""

    def __init__(self, method: str, code: str, kind: FailureKind, retry_after: int | None = None) -> None:
        super().__init__(f"{method}: {code}")
        self.method = method
        self.code = code
        self.kind = kind
        self.retry_after = retry_after

    @property
    def failure(self) -> Failure:
        """The same as a value, for the services."""
        return Failure(self.method, self.code, self.kind, self.retry_after)


def kind_of(code: str, status: int) -> FailureKind:
    """The kind of an answer with Slack's error ``code`` and HTTP ``status``."""
    if status == 429:
        return FailureKind.LIMITED
    for codes, kind in _KINDS:
        if code in codes:
            return kind
    return FailureKind.UNKNOWN_OUTCOME if status >= 500 else FailureKind.REQUEST
