"""The workplace of staff and the administrator's commands."""
