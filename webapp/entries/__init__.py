"""What stands in calendars: stored VEVENT texts, the scopes they belong to, their versions."""
