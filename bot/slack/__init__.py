"""The gateway to Slack's Web API: the only package that talks to Slack."""
