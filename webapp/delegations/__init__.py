"""Delegations: a partner's people at an event, within a quota, named by their leader."""
