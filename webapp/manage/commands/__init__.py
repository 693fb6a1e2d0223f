"""The administrator's commands: ``flask --app wsgi …``."""
