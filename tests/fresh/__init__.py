"""``python -m tests.fresh``: the README and CONTRIBUTING, followed by somebody who has nothing yet.

Every command in a block of theirs is run as it stands there, or is left out for a reason that is said.
"""
