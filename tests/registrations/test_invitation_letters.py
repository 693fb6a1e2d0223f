"""Letters to those invited, as people get them."""

import pytest

from tests.conftest import Clock
from tests.letters import same_as_kept
from tests.registrations.test_notifications import (  # noqa: F401 fixtures
    LANGUAGES,
    REASON,
    fixed,
    scene,
    stored,
)
from webapp.core.database import write
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.mail.words import words_of
from webapp.registrations import invitee_news, invitees
from webapp.registrations.invitees import Guest

MESSAGE = LocalText({"en": "We have kept seats by the window.", "lv": "Turam vietas pie loga."})


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, scene: Event) -> str:  # noqa: F811
    """One person and one office are invited in it."""
    guests = [
        Guest("Anna", "anna@example.org"),
        Guest("Otava", "office@otava.example.org", places=3),
    ]
    with write():
        invitees.invite_all(scene, guests, language=request.param, message=MESSAGE)
    return str(request.param)


def test_an_invitation_reads_like_this(language: str) -> None:
    person, office = stored()

    assert same_as_kept(f"{language}/invitation", words_of(person))
    assert same_as_kept(f"{language}/invitation-office", words_of(office))


def test_a_reminder_reads_like_this(language: str, scene: Event, clock: Clock) -> None:  # noqa: F811
    clock.forward(days=3)
    with write():
        invitees.remind(scene)

    assert same_as_kept(f"{language}/invitation-reminder", words_of(stored()[2]))


@pytest.mark.parametrize("what", ["moved", "postponed", "cancelled", "changed"])
def test_news_read_like_this(language: str, what: str, scene: Event) -> None:  # noqa: F811
    before = scene.period.as_json()
    with write():
        invitee_news.tell(scene, what, before, REASON)

    assert same_as_kept(f"{language}/invitation-{what}", words_of(stored()[2]))
