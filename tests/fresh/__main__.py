"""Follow both pages, each in a clone of its own; print each command with its seconds, and what went wrong."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.fresh.pages import commands_of
from tests.fresh.place import ROOT, Place, can_hide
from tests.fresh.steps import Step, UnexpectedError, steps_of

PAGES = ("README.md", "CONTRIBUTING.md")


def main() -> None:
    """The command line. Exit code 1 where a command did not do what its page says."""
    options = argparse.ArgumentParser(prog="python -m tests.fresh", description=__doc__)
    options.add_argument("--long", action="store_true", help="also run all tests, which takes minutes")
    long = options.parse_args().long
    hides = can_hide()
    say(
        "What is committed, in an empty home, with no settings but those of pip; "
        + (
            "processes of their own, and this checkout out of sight."
            if hides
            else "this checkout stays in sight, as this machine has no unshare for us."
        )
    )
    with tempfile.TemporaryDirectory(prefix="infoview-fresh-") as folder:
        for page in PAGES:
            place = Place(Path(folder) / page.partition(".")[0].lower(), hides)
            start = time.monotonic()
            place.make()
            say(f"\n{page}, in a clone that took {time.monotonic() - start:.1f} s")
            for step in steps_of(list(commands_of(ROOT / page)), long=long):
                follow(place, step)


def follow(place: Place, step: Step) -> None:
    """Do one step and print it; ends the program where it went wrong."""
    if step.follow is None:
        say(f"  left out  {step.command}\n            {step.left_out}")
        return
    start = time.monotonic()
    try:
        told = step.follow(place, step.command)
    except (UnexpectedError, TimeoutError) as error:
        say(f"  FAILED    {step.command}\n{error}")
        sys.exit(1)
    say(f"  {time.monotonic() - start:6.1f} s  {step.command}" + (f"\n            {told}" if told else ""))


def say(words: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
