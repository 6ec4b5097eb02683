"""``infoview …``: the command line. Imports are lazy, so that ``--help`` does not load the whole bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_operations import backup, copy_database, doctor, restore
from bot.cli_support import (
    collect_garbage_from_now,
    configure_log,
    opened_database,
    put_garbage_off,
    read_settings,
    stop,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from bot.app import Bot

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Informational interviews in Slack.")
db_commands = typer.Typer(no_args_is_help=True, help="The database.")
cli.add_typer(db_commands, name="db")
delivery_commands = typer.Typer(help="What is sent by itself: how it stands, and what to do by hand.")
cli.add_typer(delivery_commands, name="deliveries")
key_commands = typer.Typer(help="The keys that private text and tokens are encrypted with.")
cli.add_typer(key_commands, name="keys")
content_commands = typer.Typer(no_args_is_help=True, help="The guide, the tips and the questions.")
cli.add_typer(content_commands, name="content")


def main() -> None:
    """The console script. A known problem ends with a sentence and exit code 1, not with a traceback."""
    cli()


@cli.command()
def run() -> None:
    """Run everything in one process: Slack by HTTP or Socket Mode, and the nudges."""
    _run_bot(with_worker=True)


@cli.command()
def web() -> None:
    """Answer Slack only; `infoview worker` sends the nudges."""
    _run_bot(with_worker=False)


@cli.command()
def worker() -> None:
    """Send the nudges only; any number of workers may run on PostgreSQL."""
    put_garbage_off()
    from bot.app import Bot

    @asynccontextmanager
    async def working() -> AsyncIterator[str]:
        bot = Bot(settings)
        async with bot.working(), _watched(bot) as watched:
            yield f"Infoview's worker is running{watched}"

    settings = read_settings()
    _until_stopped(working)


@cli.command()
def playground(
    host: Annotated[str, typer.Option(help="The address the page listens on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port of the page; 0 takes any free one.")] = 3333,
    standalone: Annotated[
        bool, typer.Option("--standalone", help="Only the stand-in for Slack; you start the bot yourself.")
    ] = False,
    bot_url: Annotated[
        str, typer.Option(help="With --standalone: where the bot answers.")
    ] = "http://127.0.0.1:3000/slack/events",
    many: Annotated[
        bool, typer.Option("--many", help='Two workspaces without Infoview: try "Add to Slack".')
    ] = False,
    scenario: Annotated[
        str, typer.Option(help="How far the program is: empty, mid-term or end. The page can change it.")
    ] = "mid-term",
) -> None:
    """Try Infoview without Slack: a local stand-in with a web page, and sample data."""
    import logging

    from bot.playground.launch import bot_and_stand_in, stand_in_only
    from bot.playground.scenarios import SCENARIOS, scenario_of

    chosen = scenario_of(scenario)
    if chosen is None:
        known = ", ".join(one.id for one in SCENARIOS)
        raise typer.BadParameter(f"choose one of {known}", param_hint="--scenario")
    configure_log("WARNING")
    # The page moves the clock, which its worker takes for a long silence of its own and warns of.
    logging.getLogger("bot.sender").setLevel("ERROR")
    _until_stopped(
        lambda: (
            stand_in_only(host, port, bot_url, many=many)
            if standalone
            else bot_and_stand_in(host, port, many=many, scenario=chosen)
        )
    )


@cli.command()
def manifest(
    url: Annotated[
        str | None,
        typer.Option(help="For HTTP: where Slack reaches the bot (https://…).", show_default=False),
    ] = None,
    socket: Annotated[
        bool, typer.Option("--socket", help="For Socket Mode, which needs no address; so without --url.")
    ] = False,
    many: Annotated[
        bool, typer.Option("--many", help='With --url: for many workspaces, added by "Add to Slack".')
    ] = False,
) -> None:
    """Print the app's manifest, to paste at api.slack.com/apps."""
    from bot.manifest import as_yaml, for_address, read_manifest

    if socket and url is not None:
        raise stop("Choose one: --socket, or --url https://… for HTTP.")
    if many and url is None:
        raise stop(
            "For many workspaces say where Slack reaches the bot: infoview manifest --many --url https://…"
        )
    if url is not None and not url.startswith("https://"):
        raise stop("Slack calls only addresses that begin with https://")
    plain = read_manifest()
    typer.echo(as_yaml(plain if url is None else for_address(plain, url, many=many)), nl=False)


cli.command()(doctor)
cli.command()(backup)
cli.command()(restore)


@cli.command()
def forget(
    workspace: Annotated[str, typer.Argument(help="Team id (T…).")],
    person: Annotated[str, typer.Argument(help="User id (U…).")],
) -> None:
    """Forget somebody who cannot ask in Slack any more, as `/infoview privacy` does."""
    import asyncio

    from bot.services import forgetting
    from bot.values import Actor, UserError

    with opened_database() as database:
        try:
            data = asyncio.run(database.run(Actor(workspace, person), forgetting.forget))
        except UserError as error:
            raise stop(error.text) from None
        asyncio.run(database.scrub())
    typer.echo(
        f"Deleted: {data.contacts} contacts, {data.meetings} meetings, {data.cohorts} places in cohorts."
    )


@db_commands.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest tables."""
    from bot import migrations

    with opened_database(may_be_new=True) as database:
        migrations.upgrade(database.engine)
    typer.echo("The database is up to date.")


db_commands.command("copy")(copy_database)


@cli.command()
def workspaces() -> None:
    """List the workspaces that added Infoview, and those that removed it not long ago."""
    from bot.services import installations
    from bot.workspace_tools import report

    with opened_database() as database, database.system_session() as session:
        typer.echo(report(installations.overview(session, database.clock)))


@delivery_commands.callback(invoke_without_command=True)
def deliveries(context: typer.Context) -> None:
    """Count the deliveries by state, list the uncertain ones and the workspaces that get nothing now."""
    if context.invoked_subcommand is not None:
        return
    from bot.delivery_tools import report
    from bot.services import delivery_desk

    with opened_database() as database, database.system_session() as session:
        overview = delivery_desk.overview(session, database.clock)
        typer.echo(report(overview, delivery_desk.numbers(session, database.clock)))


@delivery_commands.command("requeue")
def deliveries_requeue(
    ids: Annotated[list[str], typer.Argument(help="Ids of uncertain or failed deliveries.", metavar="ID...")],
) -> None:
    """Send uncertain or failed deliveries once more: look first whether they came."""
    from bot.services import delivery_desk

    with opened_database() as database, database.system_session() as session:
        found = delivery_desk.requeue(session, database.clock, ids)
    typer.echo(f"Queued again: {len(found)}")
    missing = sorted(set(ids) - set(found))
    if missing:
        raise stop(f"Not uncertain or failed, so left alone: {', '.join(missing)}")


@delivery_commands.command("resume")
def deliveries_resume(
    workspaces: Annotated[list[str], typer.Argument(help="Team ids (T…).", metavar="WORKSPACE...")],
) -> None:
    """Send again for workspaces whose queue was stopped, after what stopped it is put right."""
    from bot.services import lanes

    with opened_database() as database, database.system_session() as session:
        started = lanes.start_again(session, database.clock, workspaces)
    typer.echo(f"Workspaces sent to again: {started}")


@delivery_commands.command("restored")
def deliveries_restored() -> None:
    """After a backup was put back, before a worker starts: send nothing that was due until now."""
    from bot.services import delivery_desk

    with opened_database() as database, database.system_session() as session:
        delivery_desk.note_restored(session, database.clock)
    typer.echo("What was due until now is not sent; what comes due from now on is.")


@key_commands.callback(invoke_without_command=True)
def keys(context: typer.Context) -> None:
    """Show which keys there are and how much hangs on each."""
    if context.invoked_subcommand is not None:
        return
    from bot.key_tools import report
    from bot.services import keyring

    with opened_database() as database, database.system_session() as session:
        typer.echo(report(keyring.use(session, database.clock)))


@key_commands.command("new")
def keys_new() -> None:
    """Print a new random key, to be put in front of the present ones."""
    from bot.vault import new_secret

    typer.echo(new_secret())


@key_commands.command("rotate")
def keys_rotate() -> None:
    """Encrypt everything with the newest key, while the bot runs; may be broken off and begun again."""
    import asyncio

    from bot.key_tools import report, rotate
    from bot.services import keyring

    with opened_database() as database:
        with database.system_session() as session:
            keyring.unlock(session, database.clock)
            size = keyring.size(session, database.clock)
        with typer.progressbar(length=size, label="Rows") as bar:
            use = rotate(database, bar.update)
        asyncio.run(database.scrub())
        typer.echo(report(use))
        if use.older:
            raise stop("Some process still writes with an older key: restart it with the newest key first.")


@content_commands.command("eval")
def content_eval(
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Also print what fails in the tuning halves.")
    ] = False,
) -> None:
    """Measure "ask the guide" and the draft check on their sets; set-aside ones show only scores."""
    from bot.guidance.ask_eval import report
    from bot.guidance.outreach import scores

    typer.echo(report(verbose=verbose))
    typer.echo("\n" + scores.report(verbose=verbose))


@content_commands.command("train")
def content_train(
    by_writer: Annotated[
        bool,
        typer.Option("--by-writer", help="Only measure: learn from all writers but one, judge that one."),
    ] = False,
) -> None:
    """Learn the draft check's word weights anew from the example sentences (needs scikit-learn)."""
    from bot.guidance.outreach import training
    from bot.guidance.outreach.weights import DETAILS, WEIGHTS, save
    from bot.guidance.problems import ContentProblems
    from bot.guidance.root import content_root

    root = content_root()
    try:
        if by_writer:
            typer.echo(training.report_by_writer(root))
            return
        acts = training.train(root)
        save(root / WEIGHTS, acts)
        save(root / DETAILS, training.train_details(root, acts))
    except (ContentProblems, training.LearnerMissingError) as problem:
        raise stop(str(problem)) from None
    typer.echo(f"Written: {root / WEIGHTS} and {root / DETAILS}. Now measure it: infoview content eval")


_Folder = Annotated[
    Path | None, typer.Option(help="Another content folder than the installed one.", show_default=False)
]


@content_commands.command("check")
def content_check(folder: _Folder = None) -> None:
    """Read all content files; each problem is told with its file, line and reason."""
    from bot.content_tools import check
    from bot.guidance.problems import ContentProblems

    try:
        typer.echo(check(folder))
    except ContentProblems as problems:
        raise stop(str(problems)) from None


@content_commands.command("preview")
def content_preview(
    topic: Annotated[str, typer.Argument(help="Its id, title, number or another name.")],
    folder: _Folder = None,
) -> None:
    """Show a topic: the guide's words, plain words, and program tips with their sources."""
    from rich.console import Console

    from bot.content_tools import NoSuchTopicError, preview
    from bot.guidance.problems import ContentProblems

    try:
        Console().print(preview(folder, topic))
    except (ContentProblems, NoSuchTopicError) as problem:
        raise stop(str(problem)) from None


def _run_bot(*, with_worker: bool) -> None:
    put_garbage_off()
    from bot.app import Bot
    from bot.web import serving

    @asynccontextmanager
    async def answering() -> AsyncIterator[str]:
        bot = Bot(settings, with_worker=with_worker)
        async with (
            bot.running(),
            serving(bot.web_app(), settings.host, settings.port) as address,
            _watched(bot) as watched,
        ):
            way = "Socket Mode" if settings.uses_socket_mode else f"{address}/slack/events"
            added = f", Add to Slack at {address}/slack/install" if settings.serves_many_workspaces else ""
            yield f"Infoview is ready: {way}, health at {address}/healthz{added}{watched}"

    settings = read_settings()
    _until_stopped(answering)


@asynccontextmanager
async def _watched(bot: "Bot") -> AsyncIterator[str]:
    """Serve the figures of this process where the settings say so; gives the words to print."""
    from bot.web import serving

    if bot.settings.metrics_port is None:
        yield ""
        return
    async with serving(bot.watch_app(), bot.settings.metrics_host, bot.settings.metrics_port) as address:
        yield f", figures at {address}/metrics"


def _until_stopped(service: "Callable[[], AbstractAsyncContextManager[str]]") -> None:
    """Run ``service`` until SIGINT or SIGTERM; what it yields is printed once it is ready."""
    import asyncio
    import signal

    import uvloop

    from bot.slack.failures import SlackFailureError

    async def until_stopped() -> None:
        stop = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        async with service() as words:
            typer.echo(words)
            collect_garbage_from_now()
            await stop.wait()

    try:
        uvloop.run(until_stopped())
    except SlackFailureError as error:
        raise stop(f"Slack did not agree to the start ({error}). See what to do: `infoview doctor`") from None
    except _known_problems() as error:
        raise stop(str(error)) from None


def _known_problems() -> tuple[type[Exception], ...]:
    from bot.config import SettingsError
    from bot.guidance.problems import ContentProblems
    from bot.vault import VaultError
    from bot.web import PortTakenError

    return (SettingsError, ContentProblems, VaultError, PortTakenError, OSError)


if __name__ == "__main__":
    main()
