"""Files on their way to a member's own DM and from a member's computer, through the stand-in."""

import pytest

from bot.slack.failures import SlackFailureError
from bot.slack.gateway import Gateway
from bot.values import Actor, FailureKind, IncomingFile, OutgoingFile
from handlers.coalescing import Coalescer
from handlers.interaction import Toolbox
from handlers.languages import Languages
from handlers.sending import send_files
from tests.stage import Json, Stage

TEXT = OutgoingFile("record.csv", b"name\nAna Ruiz\n", "Activity record")
PICTURE = OutgoingFile("weeks.png", b"\x89PNG picture", "Your weeks", alt_text="Two meetings this week")


@pytest.fixture
def gateway(stage: Stage) -> Gateway:
    return stage.slack


def incoming(file: Json) -> IncomingFile:
    return IncomingFile(file["name"], file["size"], file["url_private_download"])


async def refused(gateway: Gateway, file: IncomingFile, limit: int = 100) -> SlackFailureError:
    with pytest.raises(SlackFailureError) as failed:
        await gateway.download(file, limit)
    return failed.value


async def test_files_come_in_one_message_to_one_person_only(stage: Stage, gateway: Gateway) -> None:
    await gateway.send_files("U0M01", "Here they are.", TEXT, PICTURE)
    (message,) = await stage.person("U0M01").messages()
    assert message["text"] == "Here they are."
    assert [(file["name"], file["title"], file["size"]) for file in message["files"]] == [
        ("record.csv", "Activity record", 14),
        ("weeks.png", "Your weeks", 12),
    ]
    assert [file.get("alt_txt") for file in message["files"]] == [None, "Two meetings this week"]
    files = await stage.person("U0M01").files()
    assert files == {"record.csv": TEXT.content, "weeks.png": PICTURE.content}
    other = await stage.page.get("file", params={"user": "U0M02", "id": message["files"][0]["id"]})
    assert other.status_code == 400
    assert await stage.person("U0M02").messages() == []


@pytest.mark.parametrize("method", ["conversations.open", "files.getUploadURLExternal"])
async def test_a_file_that_cannot_be_sent_shows_nothing(stage: Stage, gateway: Gateway, method: str) -> None:
    stage.workspace.faults.add(method, "error", error="file_uploads_disabled")
    with pytest.raises(SlackFailureError) as failed:
        await gateway.send_files("U0M01", "Here it is.", TEXT)
    assert failed.value.kind is FailureKind.FILE
    assert await stage.person("U0M01").messages() == []


@pytest.mark.parametrize(
    ("fault", "options", "words"),
    [
        ("error", {"error": "file_uploads_disabled"}, "ask your program team"),
        ("ratelimited", {}, "try again in a few minutes"),
    ],
)
async def test_the_person_hears_that_a_file_could_not_be_sent(
    stage: Stage, fault: str, options: dict[str, str], words: str
) -> None:
    tools = Toolbox(
        stage.bot.db,
        stage.bot.libraries,
        stage.clock,
        stage.slack,
        Languages(stage.bot.db, stage.bot.gateways),
        Coalescer(),
    )
    stage.workspace.faults.add("files.completeUploadExternal", fault, **options)
    with pytest.raises(SlackFailureError):
        await send_files(tools, Actor("T0HARBOR", "U0M01"), "Here it is.", TEXT)
    (message,) = await stage.person("U0M01").messages()
    assert words in message["text"]


async def test_a_file_is_deleted_once_and_a_failure_is_one(stage: Stage, gateway: Gateway) -> None:
    (file_id,) = await gateway.send_files("U0M01", "Here it is.", TEXT)
    stage.workspace.faults.add("files.delete", "ratelimited")
    with pytest.raises(SlackFailureError):
        await gateway.delete_file(file_id)
    for _again in range(2):
        await gateway.delete_file(file_id)
    (message,) = await stage.person("U0M01").messages()
    assert message["files"] == [{"id": file_id, "mode": "tombstone"}]


async def test_an_uploaded_file_comes_to_the_bot_whole(stage: Stage, gateway: Gateway) -> None:
    file = await stage.person("U0M01").upload("my tracker é.csv", b"a,b\n1,2\n")
    assert await gateway.download(incoming(file), 100) == b"a,b\n1,2\n"
    assert (await refused(gateway, incoming(file), limit=7)).code == "too_large"


async def test_the_token_goes_to_slack_alone(gateway: Gateway) -> None:
    for address in (
        "https://files.slack.com.example.org/x.csv",
        "https://files.slack.com@example.org/x.csv",
        "http://files.slack.com/x.csv",
        "https://slack.com.invalid/x.csv",
    ):
        assert (await refused(gateway, IncomingFile("x.csv", 1, address))).code == "not_at_slack"


async def test_a_sign_in_page_is_no_file(stage: Stage, gateway: Gateway) -> None:
    file = await stage.person("U0M01").upload("x.csv", b"a")
    gateway.token = "xoxb-revoked"
    assert (await refused(gateway, incoming(file))).code == "sign_in_page"


async def test_a_file_that_is_gone_is_a_failure(stage: Stage, gateway: Gateway) -> None:
    file = await stage.person("U0M01").upload("x.csv", b"a")
    gone = incoming(file | {"url_private_download": file["url_private_download"].replace(file["id"], "F0")})
    assert (await refused(gateway, gone)).code == "http_404"
