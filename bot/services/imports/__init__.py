"""What members bring into their log: a tracker they kept elsewhere, or an export of Infoview."""
