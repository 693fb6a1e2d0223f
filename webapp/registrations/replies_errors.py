"""Why an answer by mail changes nothing. The log names these and the message's number only."""


class NotCounted(Exception):
    """An answer that is left alone."""


class NotOurs(NotCounted):
    """It answers an invitation of somebody else, or of an event that is no more."""


class NobodyInvited(NotCounted):
    """No registration that was invited belongs to the address, or nobody can tell which of several
    people with one address it was."""


class NotTheirs(NotCounted):
    """One person's answer sent by another."""


class Outdated(NotCounted):
    """It answers an older date, or came after a newer answer."""
