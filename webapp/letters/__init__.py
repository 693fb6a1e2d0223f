"""What coordinators write to the people of one event, and what became of all its letters."""
