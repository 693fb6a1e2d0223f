"""What is refused about questions and answers, in the reader's language."""

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.i18n import plain_text
from webapp.questions.asking import Asked
from webapp.questions.showing import option_words


class QuestionError(Exception):
    """A change of questions that cannot be made; ``str()`` says why and what to do.

    *field* is the input it concerns, "" for none.
    """

    field = ""


class Stale(QuestionError):
    """Somebody else has changed this question since the form was opened."""


class AskedAlready(QuestionError):
    """A ready-made question stands in the form once."""

    def __str__(self) -> str:
        return str(_("The form asks this already."))


class Decides(QuestionError):
    """Another question hangs on this one, or on an answer that would go."""

    def __init__(self, hanging: Asked) -> None:
        super().__init__(hanging.public_id)
        self.hanging = hanging

    def __str__(self) -> str:
        return str(
            _(
                "“%(question)s” is asked depending on this. Change that question first.",
                question=plain_text(self.hanging.label),
            )
        )


class StaysBehind(QuestionError):
    """A question cannot stand before the one that decides about it."""

    def __init__(self, hanging: Asked, decides: Asked) -> None:
        super().__init__(hanging.public_id)
        self.hanging, self.decides = hanging, decides

    def __str__(self) -> str:
        return str(
            _(
                "“%(question)s” is asked depending on “%(other)s”, so it stays behind it.",
                question=plain_text(self.hanging.label),
                other=plain_text(self.decides.label),
            )
        )


class BadCondition(QuestionError):
    """The question it should hang on does not stand before it (any more), or has no such answer."""

    field = "condition"

    def __str__(self) -> str:
        return str(_("Choose a question that stands before this one, and one of its answers."))


class TooFewPlaces(QuestionError):
    """More people have chosen an option than it should have places."""

    field = "options"

    def __init__(self, option: str, taken: int) -> None:
        super().__init__(option, taken)
        self.option, self.taken = option, taken

    def __str__(self) -> str:
        return str(
            ngettext(
                "“%(option)s” has been chosen by %(num)d person, so it cannot have fewer places.",
                "“%(option)s” has been chosen by %(num)d people, so it cannot have fewer places.",
                self.taken,
                option=self.option,
            )
        )


class AnswerError(Exception):
    """An answer that cannot be stored; ``str()`` says why. *public_id* is the question, or ""."""

    public_id = ""


class OptionFull(AnswerError):
    """All places of an option are taken."""

    def __init__(self, asked: Asked, key: str) -> None:
        super().__init__(asked.public_id, key)
        self.public_id, self.asked, self.key = asked.public_id, asked, key

    def __str__(self) -> str:
        return full_words(option_words(self.asked, self.key))


class QuestionsChanged(AnswerError):
    """The organiser changed the questions in the moment between looking and storing."""

    def __str__(self) -> str:
        return str(
            _(
                "The organiser has just changed the questions. Look at them again, then send the"
                " form: what you wrote is kept."
            )
        )


def full_words(option: str) -> str:
    """That an option is full."""
    return str(_("“%(option)s” is full. Choose something else.", option=option))
