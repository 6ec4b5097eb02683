"""Files that members and leads take away: values in, bytes out. Pure: no Slack, no database, no settings."""
