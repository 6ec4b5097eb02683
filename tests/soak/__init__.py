"""A long run of the real processes under a steady load, while Slack has trouble (``make soak``).

``python -m tests.soak`` prints a line each minute. It fails, with the reasons, where something was sent
twice, lost or answered wrongly, or where it grows.
"""
