"""A strict local stand-in for Slack with a web page; it speaks only Slack's own protocol to the bot."""
