"""Block Kit builders and their ``parse()``: values in, blocks out; no database, no Slack, no clock."""
