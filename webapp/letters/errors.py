"""Why a letter of an event cannot be saved or sent, in the coordinator's words."""

from flask_babel import gettext as _


class LetterError(Exception):
    """Something a coordinator can put right; *field* is where, "" for the whole form."""

    field = ""


class Stale(LetterError):
    """Somebody else has saved it meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Someone else has changed this meanwhile."))


class OnItsWay(LetterError):
    """It is being sent or was sent, so that nothing about it changes any more."""

    def __init__(self) -> None:
        super().__init__(_("This letter is on its way already and cannot be changed."))


class NobodyToWriteTo(LetterError):
    """Its audience is empty, or has no addresses."""

    field = "audience"

    def __init__(self) -> None:
        super().__init__(_("Nobody would get this letter. Choose other recipients."))


class InNoLanguage(LetterError):
    """No language has both subject and text."""

    field = "body"

    def __init__(self) -> None:
        super().__init__(
            _("Write subject and text in the same language, at least in one, before it is sent.")
        )


class NotAhead(LetterError):
    """The time it should go is over."""

    field = "due"

    def __init__(self) -> None:
        super().__init__(_("Choose a time that is still to come."))


class ReminderTooLate(LetterError):
    """So many days before the event lie behind us."""

    field = "days_before"

    def __init__(self) -> None:
        super().__init__(
            _("That day has passed. Choose fewer days, or write a letter to be sent now.")
        )
