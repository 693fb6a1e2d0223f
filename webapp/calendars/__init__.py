"""Subscriptions: selects entries, keeps bodies, publishes feeds."""
