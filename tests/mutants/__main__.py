"""Plant small faults in the code, and look whether the tests notice.

`make test-mutants` does it with what others' safety hangs on, `make test-mutants-pure` with schedules,
parsers and rules that need no database. Both print what survived and a table by group, and fail where less
than 90 % were killed. `--group`, `--only TEXT` and `--jobs` are for work on single modules.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

import pytest

from tests import postgres
from tests.mutants.equivalent import EQUIVALENT
from tests.mutants.groups import SETS, Group
from tests.mutants.planting import Ground, Mutant
from tests.mutants.trial import End, Trial

LEAST_KILLED = 0.9

_EVERY_GROUP = {name: group for groups in SETS.values() for name, group in groups.items()}


def main() -> int:
    """Plant, run, tell; 1 where too many survived."""
    options = _options()
    chosen = SETS[options.set] if options.group is None else {options.group: _EVERY_GROUP[options.group]}
    ground = Ground([module for group in chosen.values() for module in group.modules])
    mutants = [one for one in _mutants(chosen, ground) if options.only in str(one)]
    begin = time.monotonic()
    trial = Trial(mutants, _is_for, _is_in_migrations, ground, options.jobs, _tell)
    with ExitStack() as stack:
        if postgres.find_binaries():
            os.environ[postgres.SHARED_SERVER] = stack.enter_context(postgres.start_postgres()).admin_url
        own_folder = f"--basetemp={stack.enter_context(tempfile.TemporaryDirectory())}/tests"
        used = list(dict.fromkeys(file for group in chosen.values() for file in group.tests))
        code = pytest.main([*used, *_PYTEST_OPTIONS, own_folder], plugins=[trial])
        if code != pytest.ExitCode.OK:
            return int(code)
        minutes = (time.monotonic() - begin) / 60
        sys.stdout.write(f"\n{len(mutants)} mutants in {minutes:.1f} minutes\n")
        return _report(mutants, trial.ends)


_PYTEST_OPTIONS = (
    "--quiet",
    "--no-cov",
    "--no-header",
    "--show-capture=no",
    "--tb=no",
    "-p",
    "no:cacheprovider",
    "-o",
    "tmp_path_retention_policy=none",
)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--set", choices=SETS, default="safety", help="which groups")
    parser.add_argument("--group", choices=_EVERY_GROUP, help="only this group, of whatever set")
    parser.add_argument("--only", default="", help="only mutants whose name has this text in it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many at the same time")
    return parser.parse_args()


def _mutants(groups: Mapping[str, Group], ground: Ground) -> list[Mutant]:
    return [
        Mutant(name, module, fault)
        for name, group in groups.items()
        for module, owners in group.modules.items()
        for fault in ground.faults(module)
        if not owners or fault.owner.startswith(tuple(owners))
    ]


def _is_for(mutant: Mutant, test: str) -> bool:
    """Whether a test is one of those that should notice a mutant."""
    group = _EVERY_GROUP[mutant.group]
    return test.partition("::")[0] in group.tests and (
        "postgres" not in test.partition("[")[2]
        or any(needed in str(mutant) for needed in group.needs_postgres)
    )


def _is_in_migrations(mutant: Mutant) -> bool:
    return mutant.fault.owner.startswith(tuple(_EVERY_GROUP[mutant.group].in_migrations))


def _tell(mutant: Mutant, end: End) -> None:
    if end is not End.KILLED and str(mutant) not in EQUIVALENT:
        sys.stdout.write(f"{end}: line {mutant.fault.line}: {mutant}\n")
        sys.stdout.flush()


def _report(mutants: Sequence[Mutant], ends: Mapping[Mutant, End]) -> int:
    """The table; 1 where a group has less than it should."""
    planted: Counter[str] = Counter()
    killed: Counter[str] = Counter()
    equivalent: Counter[str] = Counter()
    for mutant in mutants:
        planted[mutant.group] += 1
        is_killed = ends[mutant] in {End.KILLED, End.TOO_SLOW}
        killed[mutant.group] += is_killed
        equivalent[mutant.group] += str(mutant) in EQUIVALENT and not is_killed
        if str(mutant) in EQUIVALENT and is_killed:
            sys.stdout.write(f"killed, so not equivalent: {mutant}\n")
    sys.stdout.write(
        f"{'group':<12}{'planted':>9}{'killed':>9}{'survived':>10}{'equivalent':>12}{'share':>8}\n"
    )
    shares = []
    for name, count in planted.items():
        shares.append(killed[name] / (count - equivalent[name]))
        survived = count - killed[name] - equivalent[name]
        sys.stdout.write(
            f"{name:<12}{count:>9}{killed[name]:>9}{survived:>10}{equivalent[name]:>12}{shares[-1]:>8.1%}\n"
        )
    return int(min(shares) < LEAST_KILLED)


if __name__ == "__main__":
    sys.exit(main())
