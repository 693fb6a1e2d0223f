"""Pools of seats: the only code that counts places."""
