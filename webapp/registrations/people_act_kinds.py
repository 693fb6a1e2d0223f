"""What an act of staff on one registration is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webapp.registrations.models import Registration, State
from webapp.registrations.people_forms import PlainForm


@dataclass(frozen=True)
class PersonAct:
    """One act. *name* stands in its address; *done* says what it did, in the button's verb."""

    name: str
    button: str
    lead: str
    icon: str
    form: type[Any]
    run: Callable[[Registration, Any], object]
    done: Callable[[Registration], str]
    is_possible: Callable[[Registration], bool]
    style: str = ""
    writes: bool = True

    @property
    def asks(self) -> bool:
        """Whether something has to be filled in first."""
        return self.form is not PlainForm


def is_in(*states: State) -> Callable[[Registration], bool]:
    """Whether a registration stands in one of these states."""
    return lambda registration: registration.state in states
