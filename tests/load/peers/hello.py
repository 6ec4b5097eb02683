"""The hello world of the library that Infoview's command line is made with."""

import typer

cli = typer.Typer(add_completion=False)


@cli.command()
def hello() -> None:
    """Say hello."""
    typer.echo("hello")


if __name__ == "__main__":
    cli()
