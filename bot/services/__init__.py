"""The rules: plain synchronous functions over a Session, a clock and values. No Slack, no HTTP."""
