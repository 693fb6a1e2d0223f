"""Organisations on the desk: who sees and changes what, both versions, other names, logos."""

from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.counting import count_statements
from tests.drawing import png
from tests.factories import make_organisation, make_project
from tests.people import People, Who, cast
from webapp.core.changes import history
from webapp.core.database import db, write
from webapp.core.pictures import Picture
from webapp.core.text import LocalText
from webapp.projects.organisations import Organisation

DESK = "/manage/organisations"
BRASLA = f"{DESK}/brasla-municipality"


@pytest.fixture
def people(app: Flask) -> People:
    app.config["WTF_CSRF_ENABLED"] = False
    return cast(app)


def soup(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html.parser")


def text(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def filled(client: FlaskClient, address: str) -> dict[str, Any]:
    """What the form on a page would send."""
    form = soup(client, address).select_one("form.form")
    assert form is not None
    fields = {
        str(each["name"]): str(each.get("value") or "")
        for each in form.select("input[name]")
        if each.get("type") not in ("checkbox", "radio", "file")
    }
    fields |= {str(each["name"]): each.get_text().lstrip("\n") for each in form.select("textarea")}
    for select_ in form.select("select"):
        chosen = select_.select_one("option[selected]") or select_.select_one("option")
        fields[str(select_["name"])] = str(chosen["value"]) if chosen else ""
    return fields


def brasla(app: Flask) -> Organisation:
    found = db.session.scalar(
        select(Organisation).where(Organisation.name.is_not(None)).order_by(Organisation.id)
    )
    assert found is not None
    return found


def names(page: Tag) -> list[str]:
    return [text(each) for each in page.select(".desk-list h2")]


# The list


def test_the_list_has_ones_own_organisation_and_the_partners_of_ones_projects(
    app: Flask, people: People
) -> None:
    client = people.partner_coordinator.client(app)

    assert names(soup(client, f"{DESK}/")) == ["Brasla Municipality", "Otava Town"]


def test_the_administrator_sees_all(app: Flask, people: People) -> None:
    listed = names(soup(people.administrator.client(app), f"{DESK}/"))

    assert listed == ["Brasla Municipality", "Lielmala Municipality", "Otava Town"]


def test_the_list_is_searched_without_accents_and_by_other_names(
    app: Flask, people: People
) -> None:
    with app.app_context(), write():
        make_organisation("Cēsu novada pašvaldība", slug="cesis", aliases=["CNP"])
    client = people.administrator.client(app)

    assert names(soup(client, f"{DESK}/?q=cesu PASVALDIBA")) == ["Cēsu novada pašvaldība"]
    assert names(soup(client, f"{DESK}/?q=cnp")) == ["Cēsu novada pašvaldība"]
    assert "No organisation matches" in text(soup(client, f"{DESK}/?q=nowhere").main)


def test_the_list_has_pages_and_a_fixed_number_of_statements(app: Flask, people: People) -> None:
    client = people.administrator.client(app)
    client.get(f"{DESK}/")
    with count_statements() as few:
        client.get(f"{DESK}/")
    with app.app_context(), write():
        for number in range(60):
            make_organisation(f"Town {number:02}")

    with count_statements() as many:
        first = soup(client, f"{DESK}/")
    second = soup(client, str(first.select_one("a[rel=next]")["href"]))  # type: ignore[index]
    back = soup(client, str(second.select_one("a[rel=prev]")["href"]))  # type: ignore[index]

    assert len(many) == len(few), many
    assert (len(names(first)), len(names(second))) == (50, 13)
    assert not set(names(first)) & set(names(second))
    assert names(back) == names(first)
    assert not second.select("a[rel=next]")
    assert not back.select("a[rel=prev]")


@pytest.mark.parametrize("query", ["after=nothing", "before=%00", "after=%F0%9F%98%80", "q=%00"])
def test_a_page_that_is_not_there_is_the_first_one(app: Flask, people: People, query: str) -> None:
    client = people.administrator.client(app)

    assert len(names(soup(client, f"{DESK}/?{query}"))) == 3


# The form


def test_a_coordinator_of_the_organisation_changes_it(app: Flask, people: People) -> None:
    client = people.partner_coordinator.client(app)
    fields = filled(client, f"{BRASLA}/edit")

    answer = client.post(
        f"{BRASLA}/edit",
        data=fields
        | {
            "name-lv": "Braslas novada pašvaldība",
            "unit-en": "Projects office",
            "contact_email": "projects@brasla.example.org",
            "privacy_notice-en": "We answer for the data.",
            "retention_months": "6",
            "website": "https://brasla.example.org/",
        },
    )

    assert answer.status_code == 303
    page = text(soup(client, f"{BRASLA}/").main)
    assert "erased 6 months after the event" in page
    assert "Projects office" in page
    with app.app_context():
        row = brasla(app)
        assert row.name == LocalText(
            {"en": "Brasla Municipality", "lv": "Braslas novada pašvaldība"}, "en"
        )
        assert "braslas novada pasvaldiba" in row.search_key
        entry = history(f"organisation:{row.id}")[0]
        assert entry.verb == "edited"
        assert entry.after is not None
        assert set(entry.after) == {
            "name",
            "unit",
            "contact_email",
            "privacy_notice",
            "retention_months",
            "website",
        }


def test_the_history_says_who_changed_what(app: Flask, people: People) -> None:
    client = people.partner_coordinator.client(app)
    client.post(
        f"{BRASLA}/edit", data=filled(client, f"{BRASLA}/edit") | {"retention_months": "24"}
    )

    entry = soup(client, f"{BRASLA}/").select_one(".log__entry")

    assert text(entry).startswith("Edited Partner Coordinator")
    assert "Months for which data of participants are kept Before: 12 After: 24" in text(entry)


def test_a_stale_form_shows_both_versions_and_overwrites_nothing(
    app: Flask, people: People
) -> None:
    client = people.partner_coordinator.client(app)
    old = filled(client, f"{BRASLA}/edit")
    client.post(f"{BRASLA}/edit", data=old | {"unit-en": "First office"})

    answer = client.post(f"{BRASLA}/edit", data=old | {"unit-en": "Second office"})

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 409
    cells = [text(cell) for cell in page.select("table.versions td")]
    assert cells == ["Second office", "First office"]
    assert page.select_one("#unit-en")["value"] == "Second office"  # type: ignore[index]
    revision = page.select_one("[name=posted_revision]")["value"]  # type: ignore[index]
    again = client.post(
        f"{BRASLA}/edit", data=old | {"unit-en": "Second office", "posted_revision": revision}
    )
    assert again.status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name-en", "", "Write it in at least one language."),
        ("name-en", "n" * 201, "Shorten this by 1 character"),
        ("country", "Latvia", "Shorten this by 4 characters"),
        ("country", "4!", "Write the two letters of the country"),
        ("zone", "Mars/Base", "Choose a time zone from the list"),
        ("zone", "", "Choose an answer: “Time zone”"),
        ("kind", "empire", "Choose one of the options listed."),
        ("website", "javascript:alert(1)", "Write a full address"),
        ("contact_email", "nobody", "Write an e-mail address"),
        ("retention_months", "-1", "Write a number from 0 to 240."),
        ("retention_months", "a year", "Write a whole number"),
        ("retention_months", "", "Fill in"),
        ("slug", "Bräsla!", "Write small letters without accents"),
        ("slug", "", "Fill in “Address”."),
        ("slug", "otava-town", "is or was the address of another"),
    ],
)
def test_bad_input_is_answered_beside_its_field(
    app: Flask, people: People, field: str, value: str, message: str
) -> None:
    client = people.partner_coordinator.client(app)

    answer = client.post(f"{BRASLA}/edit", data=filled(client, f"{BRASLA}/edit") | {field: value})

    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert message in text(page.select_one(".error-summary"))
    assert message in text(page.select_one("form .field__error"))
    with app.app_context():
        assert brasla(app).revision == 1


def test_an_organisation_keeps_a_kind_and_a_zone_we_do_not_offer(
    app: Flask, people: People
) -> None:
    with app.app_context(), write():
        brasla(app).kind = "harbour-authority"
    client = people.partner_coordinator.client(app)

    answer = client.post(f"{BRASLA}/edit", data=filled(client, f"{BRASLA}/edit"))

    assert answer.status_code == 303
    with app.app_context():
        assert brasla(app).kind == "harbour-authority"


def test_a_renamed_organisation_answers_at_its_old_addresses(app: Flask, people: People) -> None:
    client = people.partner_coordinator.client(app)
    fields = filled(client, f"{BRASLA}/edit")

    answer = client.post(f"{BRASLA}/edit", data=fields | {"slug": "brasla"})

    assert answer.headers["Location"] == f"{DESK}/brasla/"
    for old, new in (
        ("/partners/brasla-municipality/", "/partners/brasla/"),
        ("/calendars/partners/brasla-municipality.ics", "/calendars/partners/brasla.ics"),
        (f"{BRASLA}/", f"{DESK}/brasla/"),
    ):
        moved = client.get(old)
        assert (moved.status_code, moved.headers["Location"]) == (301, new)


def test_a_rename_reaches_the_calendars_of_the_organisations_events(
    app: Flask, people: People
) -> None:
    client = people.partner_coordinator.client(app)
    feed = "/calendars/partners/brasla-municipality.ics?lang=en"
    before = client.get(feed)
    fields = filled(client, f"{BRASLA}/edit")

    client.post(f"{BRASLA}/edit", data=fields | {"name-en": "Brasla Port"})

    after = client.get(feed)
    assert "Organiser: Brasla Port" in after.text.replace("\r\n ", "")
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_page_kept_for_strangers_shows_the_new_name(
    app: Flask, client: FlaskClient, people: People
) -> None:
    assert "Brasla Municipality" in client.get(f"/events/{people.public}/").text
    staff = people.partner_coordinator.client(app)
    fields = filled(staff, f"{BRASLA}/edit")

    staff.post(f"{BRASLA}/edit", data=fields | {"name-en": "Brasla Port"})

    assert "Brasla Port" in client.get(f"/events/{people.public}/").text


# Other names


def test_another_name_is_found_and_taken_away_again(app: Flask, people: People) -> None:
    client = people.partner_coordinator.client(app)

    client.post(f"{BRASLA}/aliases", data={"alias_name": "Harbour Īss", "language": "lv"})

    assert names(soup(client, f"{DESK}/?q=harbour iss")) == ["Brasla Municipality"]
    assert text(soup(client, f"{BRASLA}/").select_one(".name-list [lang=lv]")) == "Harbour Īss"
    client.post(f"{BRASLA}/aliases/removal", data={"alias": "Harbour Īss"})
    assert names(soup(client, f"{DESK}/?q=harbour iss")) == []
    with app.app_context():
        verbs = [each.verb for each in history(f"organisation:{brasla(app).id}")]
        assert verbs == ["alias-removed", "alias-added"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Fill in “Other name”."),
        ("Brasla Municipality", "known by this name already"),
        ("x" * 301, "Shorten this by 1 character"),
    ],
)
def test_a_name_that_is_none_or_is_here_is_not_added(
    app: Flask, people: People, name: str, message: str
) -> None:
    client = people.partner_coordinator.client(app)

    answer = client.post(f"{BRASLA}/aliases", data={"alias_name": name, "language": ""})

    assert answer.status_code == 422
    assert message in answer.text


def test_a_name_that_spells_out_longer_than_it_is_fits(any_app: Flask) -> None:
    from webapp.projects.organisation_rules import add_alias

    with any_app.app_context(), write():
        add_alias(make_organisation(), "ﷺ" * 300, None)


def test_taking_away_a_name_that_is_not_there_changes_nothing(app: Flask, people: People) -> None:
    client = people.partner_coordinator.client(app)

    answer = client.post(f"{BRASLA}/aliases/removal", data={"alias": "Nobody"})

    assert answer.status_code == 303
    with app.app_context():
        assert history(f"organisation:{brasla(app).id}") == []


# The logo


def send(client: FlaskClient, file: BytesIO, name: str = "logo.png") -> Any:
    answer = client.post(
        f"{BRASLA}/logo", data={"logo": (file, name)}, content_type="multipart/form-data"
    )
    # The test client writes what is large to a file of its own and leaves it open.
    answer.request.environ["wsgi.input"].close()
    return answer


def kept() -> list[str]:
    """The pictures there are, without that of the cast."""
    return [each.name for each in db.session.scalars(select(Picture)) if each.data != b"\x89PNG"]


def test_a_logo_is_shown_on_the_public_page_with_the_name_as_its_text(
    app: Flask, client: FlaskClient, people: People
) -> None:
    assert send(people.partner_coordinator.client(app), png()).status_code == 303

    picture = soup(client, "/partners/brasla-municipality/").select_one("main img.logo")
    assert picture is not None
    assert (picture["alt"], picture["width"], picture["height"]) == (
        "Brasla Municipality",
        "300",
        "120",
    )
    assert client.get(str(picture["src"])).mimetype == "image/png"


def test_another_logo_takes_the_place_of_the_first_which_is_gone(
    app: Flask, people: People
) -> None:
    client = people.partner_coordinator.client(app)
    send(client, png())
    send(client, png(200, 100))

    with app.app_context():
        assert kept() == [brasla(app).logo]
    client.post(f"{BRASLA}/logo/removal")
    with app.app_context():
        assert brasla(app).logo is None
        assert kept() == []
        verbs = [each.verb for each in history(f"organisation:{brasla(app).id}")]
        assert verbs == ["logo-removed", "logo-set", "logo-set"]


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.png", "Send a PNG or JPEG"),
        (b"", "logo.png", "The file is empty."),
        (b"", "", "Choose a file."),
        (b"\x89PNG\r\n\x1a\nbroken", "logo.png", "The file is damaged."),
        (b"\x00" * (2 * 1024 * 1024 + 1), "logo.png", "The file is larger than 2 MB."),
    ],
)
def test_a_file_that_is_no_logo_is_answered(
    app: Flask, people: People, content: bytes, name: str, message: str
) -> None:
    answer = send(people.partner_coordinator.client(app), BytesIO(content), name)

    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert message in text(page.select_one("#logo-error"))


def test_a_form_without_files_is_answered(app: Flask, people: People) -> None:
    answer = people.partner_coordinator.client(app).post(f"{BRASLA}/logo", data={"logo": "words"})

    assert answer.status_code == 422
    assert "Choose a file." in answer.text


# A new one

NEW = {
    "name-en": "Salaca Harbour",
    "kind": "company",
    "country": "lv",
    "city-en": "Salaca",
    "zone": "Europe/Riga",
}


def test_the_administrator_makes_a_new_one(app: Flask, people: People) -> None:
    answer = people.administrator.client(app).post(f"{DESK}/new", data=NEW)

    assert answer.headers["Location"] == f"{DESK}/salaca-harbour/edit"
    with app.app_context():
        row = db.session.scalars(
            select(Organisation).where(Organisation.slug == "salaca-harbour")
        ).one()
        assert (row.kind, row.country, str(row.city)) == ("company", "LV", "Salaca")
        assert history(f"organisation:{row.id}")[0].verb == "created"


@pytest.mark.parametrize(
    "name", ["BRASLA municipality", "Brasla Municipalty", "Braslas osta", "Braslas ostai"]
)
def test_a_name_that_may_be_here_already_is_asked_about(
    app: Flask, people: People, name: str
) -> None:
    with app.app_context(), write():
        make_organisation("Brasla Harbour", slug="harbour", aliases=["Braslas osta"])
    client = people.administrator.client(app)

    answer = client.post(f"{DESK}/new", data=NEW | {"name-en": name})

    assert answer.status_code == 409
    page = BeautifulSoup(answer.text, "html.parser")
    assert text(page.select_one(".notice__title")) == "Is it one of these?"
    assert page.select_one("#name-en")["value"] == name  # type: ignore[index]
    sure = client.post(f"{DESK}/new", data=NEW | {"name-en": name, "step": "sure"})
    assert sure.status_code == 303


def test_a_name_like_no_other_is_not_doubted(app: Flask, people: People) -> None:
    with app.app_context(), write():
        make_organisation("Municipality of Elsewhere", slug="elsewhere")

    answer = people.administrator.client(app).post(f"{DESK}/new", data=NEW)

    assert answer.status_code == 303


def test_two_of_the_same_name_have_two_addresses(app: Flask, people: People) -> None:
    client = people.administrator.client(app)
    client.post(f"{DESK}/new", data=NEW)

    answer = client.post(f"{DESK}/new", data=NEW | {"step": "sure"})

    assert answer.headers["Location"] == f"{DESK}/salaca-harbour-2/edit"


# Who may not


ACTS = [
    ("GET", f"{BRASLA}/edit"),
    ("POST", f"{BRASLA}/edit"),
    ("POST", f"{BRASLA}/aliases"),
    ("POST", f"{BRASLA}/aliases/removal"),
    ("POST", f"{BRASLA}/logo"),
    ("POST", f"{BRASLA}/logo/removal"),
]


@pytest.mark.parametrize(("method", "address"), ACTS)
def test_who_does_not_coordinate_it_changes_nothing(
    app: Flask, people: People, method: str, address: str
) -> None:
    def status(who: Who) -> int:
        return who.client(app).open(address, method=method).status_code

    assert status(people.helper) == 403
    assert status(people.reader) == 403
    assert status(people.project_coordinator) == 403
    assert status(people.stranger) == 404
    assert status(people.visitor) == 303


def test_a_coordinator_of_one_project_only_does_not_change_the_organisation(
    app: Flask, people: People
) -> None:
    """What the organisation says of itself concerns all its projects."""
    from tests.factories import make_account, make_role, make_session

    with app.app_context(), write():
        project = make_project("One Of Many", lead=brasla(app))
        account = make_account("one@example.org")
        make_role(account, "partner-coordinator", brasla(app), project)
        who = Who("one", account.email, account.id, make_session(account))

    assert who.client(app).get(f"{BRASLA}/").status_code == 200
    assert who.client(app).get(f"{BRASLA}/edit").status_code == 403


def test_only_the_administrator_makes_new_ones(app: Flask, people: People) -> None:
    client = people.partner_coordinator.client(app)

    assert client.get(f"{DESK}/new").status_code == 403
    assert client.post(f"{DESK}/new", data=NEW).status_code == 403
    assert "New organisation" not in client.get(f"{DESK}/").text


def test_a_stranger_knows_nothing_of_it(app: Flask, people: People) -> None:
    client = people.stranger.client(app)

    assert client.get(f"{BRASLA}/").status_code == 404
    assert names(soup(client, f"{DESK}/")) == ["Lielmala Municipality"]
