"""Mutants that do the same as the code: no test can tell them apart, by their names, with the reason."""

from collections.abc import Mapping

EQUIVALENT: Mapping[str, str] = {}
