"""Chores of those who work on Vizīte; nothing here runs in an installation."""
