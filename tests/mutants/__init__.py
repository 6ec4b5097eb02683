"""Mutants: small faults planted in the code, one at a time, that the tests should notice. See __main__.py."""
