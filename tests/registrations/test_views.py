"""The participant's whole way, in a browser without JavaScript."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look, send
from tests.conftest import Clock
from tests.factories import (
    in_days,
    make_event,
    make_invitation,
    make_organisation,
    make_registration,
    make_target_group,
)
from tests.people import cast
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.mail.models import Letter
from webapp.registrations.models import Registration, State

ANNA = {"name": "Anna Bērziņa", "email": "anna@example.org", "organisation": "Brasla school"}


def register(client: FlaskClient, code: str, follow: bool = True, **fields: Any) -> Sheet:
    """Fill in the form and send it."""
    return send(client, look(client, f"/events/{code}/register"), follow=follow, **(ANNA | fields))


def letters(app: Flask) -> list[str]:
    """The kinds of the letters in the outbox, in order."""
    with app.app_context():
        return [kind.rsplit("/", 1)[1] for kind in db.session.scalars(db.select(Letter.kind))]


def event_code(app: Flask, **values: Any) -> str:
    """An event to register for."""
    with app.app_context():
        return make_event(**values).code


def test_a_visitor_gets_a_seat_and_a_page(app: Flask, client: FlaskClient) -> None:
    """With one form; the answer is a redirect to the registration's own page."""
    code = event_code(app, capacity=5)

    answer = register(client, code, follow=False)
    page = look(client, answer.response.headers["Location"])

    assert answer.status == 303
    assert answer.response.headers["Location"].startswith("/registrations/")
    assert page.state == "confirmed"
    assert "You have a place" in page.words
    assert letters(app) == ["confirmed"]
    with app.app_context():
        stored = db.session.scalars(db.select(Registration)).one()
        assert (stored.name, stored.email, stored.organisation_text, stored.state) == (
            "Anna Bērziņa",
            "anna@example.org",
            "Brasla school",
            "confirmed",
        )


def test_a_full_event_gives_a_place_in_line(app: Flask, client: FlaskClient) -> None:
    """And the page says which."""
    code = event_code(app, capacity=1)
    register(client, code)

    second = register(client, code, name="Boriss", email="boriss@example.org")
    third = register(client, code, name="Ceko", email="ceko@example.org")

    assert second.state == third.state == "waiting"
    assert "number 1 on the waiting list" in second.words
    assert "number 2 on the waiting list" in third.words


def test_a_freed_seat_is_offered_and_accepted(app: Flask, client: FlaskClient) -> None:
    """The offer names its deadline; accepting confirms."""
    code = event_code(app, capacity=1)
    first = register(client, code)
    second = register(client, code, name="Boriss", email="boriss@example.org")
    cancelling = look(client, f"{first.response.request.path}cancellation")

    cancelled = send(client, cancelling, button="Cancel my registration")
    offered = look(client, second.response.request.path)
    accepted = send(client, offered, button="Accept the place")

    assert cancelled.state == "cancelled"
    assert offered.state == "offered"
    assert "It is yours if you accept it by" in offered.words
    assert accepted.state == "confirmed"
    assert letters(app) == ["confirmed", "waiting", "cancelled", "offered", "confirmed"]


def test_a_refused_seat_goes_to_the_next(app: Flask, client: FlaskClient) -> None:
    """At once."""
    code = event_code(app, capacity=1)
    first = register(client, code)
    second = register(client, code, name="Boriss", email="boriss@example.org")
    third = register(client, code, name="Ceko", email="ceko@example.org")
    send(client, look(client, f"{first.response.request.path}cancellation"))

    refused = send(
        client, look(client, second.response.request.path), button="Leave it to the next in line"
    )

    assert refused.state == "declined"
    assert look(client, third.response.request.path).state == "offered"


def test_an_offer_that_ran_out_reads_expired_before_any_sweep(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    """A hold past its time counts as over."""
    code = event_code(app, capacity=1, period=in_days(60))
    first = register(client, code)
    second = register(client, code, name="Boriss", email="boriss@example.org")
    send(client, look(client, f"{first.response.request.path}cancellation"))

    clock.forward(hours=49)

    assert look(client, second.response.request.path).state == "expired"


def test_two_people_share_an_address(app: Flask, client: FlaskClient) -> None:
    """A couple, a secretary: name and address together are a person."""
    code = event_code(app, capacity=5)

    register(client, code)
    page = register(client, code, name="Pēteris Bērziņš")

    assert page.state == "confirmed"


def test_the_same_person_again_is_told_by_letter_alone(app: Flask, client: FlaskClient) -> None:
    """Whoever typed the address may be somebody else."""
    code = event_code(app, capacity=5)
    register(client, code)

    page = register(app.test_client(), code, name="anna  berzina")

    assert page.words.startswith("Look into your mail") or "Look into your mail" in page.words
    assert "/registrations/" not in page.response.request.path
    assert letters(app) == ["confirmed", "links-again"]


def test_a_form_sent_twice_makes_one_registration(app: Flask, client: FlaskClient) -> None:
    """A double click, a reload."""
    code = event_code(app, capacity=5)
    form = look(client, f"/events/{code}/register")

    one = send(client, form, follow=False, **ANNA)
    two = send(client, form, follow=False, **ANNA)

    assert one.response.headers["Location"] == two.response.headers["Location"]
    assert letters(app) == ["confirmed"]


def test_a_verifying_event_answers_everybody_alike(app: Flask, client: FlaskClient) -> None:
    """Registered before or not; the link is in the letter and nowhere else."""
    code = event_code(app, capacity=5, verifies_addresses=True)

    new = register(client, code)
    again = register(app.test_client(), code)

    assert new.response.request.path == again.response.request.path
    assert new.words == again.words
    assert letters(app) == ["verify", "links-again"]
    with app.app_context():
        registration = db.session.scalars(db.select(Registration)).one()
        token, public_id = registration.token(), registration.public_id
    assert public_id not in new.response.get_data(as_text=True)
    button = look(client, f"/registrations/{token}/verification")
    with app.app_context():
        assert db.session.scalars(db.select(Registration)).one().state == State.UNVERIFIED
    assert send(client, button, button="Confirm my registration").state == "confirmed"


def test_what_was_typed_stays_beside_the_error(app: Flask, client: FlaskClient) -> None:
    """Each error at its field and in the summary, each saying what to do."""
    code = event_code(app, capacity=5)

    page = register(client, code, name=" ", email="anna@", organisation="Brasla school")

    assert page.status == 422
    assert page.errors() == {
        "name": "Error: Write your first name and surname.",
        "email": "Error: Write an e-mail address such as anna@example.org.",
    }
    assert len(page.summary()) == 2
    field = page.soup.find("input", {"name": "organisation"})
    assert field["value"] == "Brasla school"  # type: ignore[index]
    assert letters(app) == []


@pytest.mark.parametrize(
    "name",
    ["Anna" * 3000, "\u202eanna\u202c", "a\u0301" * 50, "<script>alert(1)</script>", "{{7*7}}"],
)
def test_strange_names_are_never_an_error_of_ours(
    app: Flask, client: FlaskClient, name: str
) -> None:
    """Too long is said; everything else is somebody's name."""
    code = event_code(app, capacity=5)

    page = register(client, code, name=name)

    assert page.status in (200, 422)
    assert "<script>alert" not in page.response.get_data(as_text=True)
    assert page.state == "confirmed" or page.errors()


def test_consent_is_asked_in_the_organisers_words(app: Flask, client: FlaskClient) -> None:
    """And kept in the words shown."""
    consent = LocalText({"en": "I agree to be filmed.", "lv": "Piekrītu, ka mani filmē."})
    code = event_code(app, capacity=5, consent=consent)

    refused = register(client, code)
    given = register(client, code, consent="y")

    assert "consent" in refused.errors()
    assert given.state == "confirmed"
    with app.app_context():
        assert db.session.scalars(db.select(Registration)).one().consent_text == consent


def test_only_what_the_event_asks_is_asked(app: Flask, client: FlaskClient) -> None:
    """Data minimisation."""
    with app.app_context():
        group = make_target_group("Farmers")
        asking = make_event(target_groups=[group]).code
        quiet = make_event(asks_organisation=False, asks_target_group=False).code

    full = look(client, f"/events/{asking}/register")
    bare = look(client, f"/events/{quiet}/register")

    names = [{field["name"] for field in page.form().select("[name]")} for page in (full, bare)]
    hidden = {"csrf_token", "form_key"}
    assert names[0] - hidden == {"name", "email", "organisation", "target_group", "language"}
    assert names[1] - hidden == {"name", "email", "language"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"registration_mode": "none"}, "takes no registrations"),
        ({"status": "cancelled"}, "has been cancelled"),
        ({"registration_mode": "invitation"}, "need an invitation"),
        ({"period": in_days(-3)}, "is over"),
    ],
)
def test_a_closed_event_says_why(
    app: Flask, client: FlaskClient, values: dict[str, Any], words: str
) -> None:
    """Instead of a form."""
    code = event_code(app, **values)

    page = look(client, f"/events/{code}/register")

    assert page.status == 200
    assert words in page.words
    assert not page.soup.main.select("form[method=post]")  # type: ignore[union-attr]


def test_details_are_changed_by_the_link(app: Flask, client: FlaskClient) -> None:
    """Name, organisation, group and language; the address stays."""
    code = event_code(app, capacity=5)
    page = register(client, code)

    changed = send(
        client,
        look(client, f"{page.response.request.path}change"),
        name="Anna Kalniņa",
        organisation="Otava school",
        language="lv",
    )

    assert changed.state == "confirmed"
    assert "Anna Kalniņa" in changed.words
    assert "Otava school" in changed.words


def test_an_invitation_opens_what_only_partners_may_see(app: Flask, client: FlaskClient) -> None:
    """And nothing else; its places are counted."""
    with app.app_context():
        event = make_event(visibility="partners", registration_mode="invitation", capacity=9)
        token, code = make_invitation(event, places=1).token(), event.code

    stranger = look(client, f"/events/{code}/register")
    opened = look(client, f"/invitations/{token}/")
    seated = register(client, code)
    other = app.test_client()
    look(other, f"/invitations/{token}/")
    late = register(other, code, name="Boriss", email="boriss@example.org")

    assert stranger.status == 404
    assert opened.response.request.path == f"/events/{code}/"
    assert seated.state == "confirmed"
    assert late.status == 422
    assert "All places of this invitation are taken" in " ".join(late.summary())


def test_links_are_sent_again_to_their_owner(app: Flask, client: FlaskClient) -> None:
    """The page is the same whether the address is known or not."""
    code = event_code(app, capacity=5)
    register(client, code)

    known = send(client, look(client, "/registrations/links"), email="Anna@example.org")
    unknown = send(client, look(client, "/registrations/links"), email="nobody@example.org")

    assert known.words == unknown.words
    assert letters(app) == ["confirmed", "links-again"]


def test_approval_is_waited_for(app: Flask, client: FlaskClient) -> None:
    """More may apply than fit."""
    code = event_code(app, capacity=1, registration_mode="approval")

    one = register(client, code)
    two = register(client, code, name="Boriss", email="boriss@example.org")

    assert one.state == two.state == "awaiting-approval"
    assert letters(app) == ["awaiting-approval", "awaiting-approval"]


def test_the_calendar_entry_is_for_those_who_have_a_seat(app: Flask, client: FlaskClient) -> None:
    """With the link to join, which the public page does not have."""
    code = event_code(app, capacity=1, mode="online", join_url="https://meet.example.org/brasla")
    seated = register(client, code)
    waiting = register(client, code, name="Boriss", email="boriss@example.org")

    entry = client.get(f"{seated.response.request.path}event.ics")
    nothing = client.get(f"{waiting.response.request.path}event.ics")

    assert entry.mimetype == "text/calendar"
    assert "meet.example.org" in entry.get_data(as_text=True).replace("\r\n ", "")
    assert nothing.status_code == 404


@pytest.mark.parametrize("path", ["", "change", "cancellation", "verification", "event.ics"])
def test_a_wrong_or_renewed_link_opens_nothing(app: Flask, client: FlaskClient, path: str) -> None:
    """404 for a wrong one, 410 for one that was right once."""
    with app.app_context():
        registration = make_registration(make_event())
        old, public_id = registration.token(), registration.public_id
        with write():
            registration.renew_link()

    assert client.get(f"/registrations/{old}/{path}").status_code == 410
    assert client.get(f"/registrations/{public_id}-x/{path}").status_code == 404


@pytest.mark.parametrize("verb", ["verification", "acceptance", "refusal", "cancellation"])
def test_nothing_changes_by_opening_a_link(app: Flask, client: FlaskClient, verb: str) -> None:
    """Mail scanners open every link; only a pressed button with its token changes something."""
    with app.app_context():
        registration = make_registration(make_event(capacity=3), state=State.OFFERED)
        token = registration.token()

    client.get(f"/registrations/{token}/{verb}")
    client.post(f"/registrations/{token}/{verb}")

    with app.app_context():
        assert db.session.scalars(db.select(Registration)).one().state == State.OFFERED


def test_a_stranger_registers_for_nothing_they_may_not_know_of(app: Flask) -> None:
    """Draft, internal and partners-only events are not there for them."""
    people = cast(app)
    client = people.stranger.client(app)

    for code in (people.draft, people.internal, people.partners_only):
        assert client.get(f"/events/{code}/register").status_code == 404
        assert client.post(f"/events/{code}/register", data=ANNA).status_code in (400, 404)


def test_the_organiser_of_the_data_is_named(app: Flask, client: FlaskClient) -> None:
    """Before anything is sent (GDPR article 13)."""
    with app.app_context():
        organiser = make_organisation("Otava Town", retention_months=6)
        code = make_event(organiser=organiser).code

    page = look(client, f"/events/{code}/register")

    assert "Otava Town keeps what you write here" in page.words
    assert "6 months" in page.words
