"""A leader passes on the answers of somebody without an address; what they eat and need only where
they were asked to, and never to be read again."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.browsing import Sheet, look, send
from tests.conftest import Clock
from tests.delegations.doing import add, fresh, name, visit
from tests.questions.asking import ask
from webapp.core.changes import Change, history
from webapp.core.database import db, write
from webapp.delegations import passing_on
from webapp.delegations.board import board_of
from webapp.delegations.errors import NotAsItWas, Stale
from webapp.delegations.models import Delegate
from webapp.delegations.naming import Named
from webapp.needs import rules as needs
from webapp.questions.asking import Answers, Kind
from webapp.questions.models import Answer

pytestmark = pytest.mark.usefixtures("any_context")
START = "2027-04-01T09:00:00+00:00"


class Scene:
    """Jean has no address, Anne has one; the event asks for a size, a diet and a consent."""

    def __init__(self) -> None:
        self.delegation = add(visit())
        event = fresh(self.delegation).event
        self.size = ask(event, Kind.SHORT_TEXT, "Which size?").public_id
        self.diet = ask(event, Kind.DIET, "What do you not eat?").public_id
        self.consent = ask(event, Kind.CONSENT, "May we film you?").public_id
        self.jean, self.anne = name(
            self.delegation, Named("Jean Martin"), Named("Anne Petit", "anne@example.org")
        )

    @property
    def home(self) -> str:
        return f"/delegations/{fresh(self.delegation).token()}/"

    def page_of(self, delegate_id: int) -> str:
        public_id = db.session.get_one(Delegate, delegate_id).registration.public_id
        return f"{self.home}members/{public_id}/answers"

    def needs(self) -> dict[str, str]:
        db.session.rollback()
        registration_id = db.session.get_one(Delegate, self.jean).registration_id
        return {kind: each.words for kind, each in needs.of_one(registration_id).items()}

    def said(self) -> list[str]:
        db.session.rollback()
        return list(db.session.scalars(select(Answer.value)))


@pytest.fixture
def scene(clock: Clock) -> Scene:
    clock.set(START)
    return Scene()


@pytest.fixture
def client(any_app: Flask) -> FlaskClient:
    return any_app.test_client()


def fill(scene: Scene, client: FlaskClient, **values: Any) -> Sheet:
    """Send the form about Jean: *size*, *diet*, *passed_on*."""
    given = {
        f"questions-{scene.size}": values.pop("size", ""),
        f"questions-{scene.diet}-words": values.pop("diet", ""),
        **values,
    }
    return send(client, look(client, scene.page_of(scene.jean)), button="Save", **given)


def test_a_size_and_a_diet_are_passed_on(scene: Scene, client: FlaskClient) -> None:
    (row,) = board_of(fresh(scene.delegation).event).rows
    assert [(lack.what, lack.number) for lack in row.lacks] == [("names", 2), ("diet", 2)]

    page = fill(scene, client, size="XL", diet="no liquorice", passed_on=True)

    assert "no e-mail address: you have passed on their answers" in page.words
    assert scene.said() == ["XL"]
    assert scene.needs() == {"diet": "no liquorice"}
    (row,) = board_of(fresh(scene.delegation).event).rows
    assert ("diet", 1) in [(lack.what, lack.number) for lack in row.lacks]
    assert history(fresh(scene.delegation).key)[0].verb == "answers-passed-on"


def test_what_somebody_eats_is_refused_unless_they_asked_to_pass_it_on(
    scene: Scene, client: FlaskClient
) -> None:
    page = fill(scene, client, size="XL", diet="no liquorice")

    assert page.status == 422
    assert page.errors().keys() == {"passed_on"}
    assert "no liquorice" in str(page.soup)  # what was typed is kept
    assert (scene.said(), scene.needs()) == ([], {})


def test_what_somebody_eats_is_never_shown_to_the_leader_again_nor_lost(
    scene: Scene, client: FlaskClient
) -> None:
    fill(scene, client, size="XL", diet="no liquorice", passed_on=True)

    again = look(client, scene.page_of(scene.jean))
    assert "XL" in str(again.soup)
    assert "liquorice" not in str(again.soup) + str(look(client, scene.home).soup)

    fill(scene, client, size="M")
    assert (scene.said(), scene.needs()) == (["M"], {"diet": "no liquorice"})
    fill(scene, client, size="M", passed_on=True)
    assert scene.needs() == {"diet": "no liquorice"}
    logged = db.session.scalars(select(Change)).all()
    assert "liquorice" not in repr([(each.before, each.after) for each in logged])


def test_nobody_consents_for_another(scene: Scene, client: FlaskClient) -> None:
    page = look(client, scene.page_of(scene.jean))

    assert "Which size?" in page.words
    assert "May we film you?" not in page.words


def test_who_has_an_address_answers_for_themself(scene: Scene, client: FlaskClient) -> None:
    home = look(client, scene.home)
    links = [str(each["href"]) for each in home.soup.select("a[href$='/answers']")]
    assert links == [scene.page_of(scene.jean)]
    assert client.get(scene.page_of(scene.anne)).status_code == 303
    form = look(client, scene.page_of(scene.jean))
    with write():
        db.session.get_one(Delegate, scene.jean).registration.email = "jean@example.org"
    send(client, form, button="Save", **{f"questions-{scene.size}": "M"})
    assert scene.said() == []
    with write(), pytest.raises(NotAsItWas):
        passing_on.pass_on(db.session.get_one(Delegate, scene.anne), Answers(), 1, has_needs=False)


def test_two_leaders_at_once_lose_nothing(scene: Scene, client: FlaskClient) -> None:
    mine = look(client, scene.page_of(scene.jean))
    fill(scene, client, size="XL")

    stale = send(client, mine, button="Save", **{f"questions-{scene.size}": "M"})

    assert stale.status == 409
    assert "Which size? M XL" in stale.words
    assert scene.said() == ["XL"]
    send(client, stale, button="Save")
    assert scene.said() == ["M"]
    with write(), pytest.raises(Stale):
        passing_on.pass_on(db.session.get_one(Delegate, scene.jean), Answers(), 1, has_needs=False)


def test_an_event_that_asks_nothing_has_no_such_page(clock: Clock, client: FlaskClient) -> None:
    clock.set(START)
    delegation = add(visit())
    (jean,) = name(delegation, Named("Jean Martin"))
    home = f"/delegations/{fresh(delegation).token()}/"
    public_id = db.session.get_one(Delegate, jean).registration.public_id

    assert "/answers" not in str(look(client, home).soup)
    assert client.get(f"{home}members/{public_id}/answers").status_code == 404
