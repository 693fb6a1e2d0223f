"""Where coordinators make and keep frames for other sites."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.counting import count_statements
from tests.embeddings.making import make_embedding
from tests.factories import make_event, make_organisation, make_target_group
from tests.people import People, cast
from webapp.core.changes import history
from webapp.core.contrast import contrast, ink_on, on_paper, papers, read_colour
from webapp.core.database import db, write
from webapp.embeddings.models import Embedding
from webapp.embeddings.sites import NotASite, read_site, read_sites
from webapp.projects.models import Project

DESK = "/manage/embeddings/"
GOOD = {
    "name": "Events in Brasla",
    "form": "list",
    "language": "en",
    "most": "10",
    "height": "700",
    "background": "auto",
    "sites": "https://www.brasla.example.org",
}


@pytest.fixture
def people(app: Flask) -> People:
    app.config["WTF_CSRF_ENABLED"] = False
    people = cast(app)
    with app.app_context(), write():
        make_event("For divers", target_groups=[make_target_group("Divers")])
    return people


@pytest.fixture
def client(app: Flask, people: People) -> FlaskClient:
    """The browser of Brasla's coordinator."""
    return people.partner_coordinator.client(app)


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def text(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def stored() -> Embedding:
    return db.session.scalars(select(Embedding)).one()


def errors(answer: Any) -> list[str]:
    page = BeautifulSoup(answer.text, "html.parser")
    return [text(each) for each in page.select(".error-summary li")]


def test_a_coordinator_makes_one_and_gets_lines_to_copy(app: Flask, client: FlaskClient) -> None:
    typed = {
        **GOOD,
        "organisation": "brasla-municipality",
        "form": "month",
        "language": "lv",
        "only_project": ["living-harbours"],
        "only_kind": ["workshop", "training"],
        "only_target_group": ["divers"],
        "accent": "8A1538",
        "background": "light",
        "sites": "https://www.Brasla.example.org/pasakumi?x=1\nhttp://localhost:8080",
    }

    answer = client.post(f"{DESK}new", data=typed, follow_redirects=True)

    assert answer.status_code == 200
    with app.app_context():
        made = stored()
        assert made.filters == {
            "project": ["living-harbours"],
            "kind": ["workshop", "training"],
            "target_group": ["divers"],
        }
        assert made.accent == "#8a1538"
        assert made.sites == ["https://www.brasla.example.org", "http://localhost:8080"]
        assert [change.verb for change in history(made.key)] == ["created"]
        code = made.code
    page = BeautifulSoup(answer.text, "html.parser")
    lines = BeautifulSoup(page.select("textarea")[0].get_text(), "html.parser")
    frame, link = lines.select("iframe")[0], lines.select("a")[0]
    assert frame["src"] == f"http://localhost/embed/{code}/"
    assert (frame["title"], frame["lang"], frame["height"]) == ("Events in Brasla", "lv", "700")
    query = "project=living-harbours&kind=workshop&kind=training&lang=lv"
    assert link["href"] == f"http://localhost/events/?{query}"
    assert page.select("iframe")[0]["src"] == f"/embed/{code}/"
    assert client.get(f"/embed/{code}/").status_code == 200


def test_hostile_names_stay_inside_the_lines(app: Flask, client: FlaskClient) -> None:
    evil = '"></iframe><script>alert(1)</script>'
    with app.app_context():
        code = make_embedding(evil).code

    page = soup(client, f"{DESK}{code}/")

    lines = BeautifulSoup(page.select("textarea")[0].get_text(), "html.parser")
    assert lines.select("script") == []
    assert lines.select("iframe")[0]["title"] == evil


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("name", "", "Fill in “Heading”."),
        ("name", "x" * 121, "Shorten this by 1 character: there is room for 120."),
        ("form", "table", "Choose one of the options listed."),
        ("language", "xx", "Choose one of the options listed."),
        ("only_kind", "party", "Choose only from the options listed."),
        ("only_project", "nothing", "Choose only from the options listed."),
        ("most", "0", "Write a number from 1 to 100."),
        ("most", "many", "Write a whole number, for example 20."),
        ("height", "99", "Write a number from 100 to 4000."),
        ("accent", "red", "Write a colour as a sign and six letters or figures, such as #0b5788."),
        (
            "accent",
            "#ffcc00",
            "Too light to be read on a light background: the contrast is 1.2, it must be at least"
            " 4.5. Choose a darker colour.",
        ),
        (
            "dark_accent",
            "#0b5788",
            "Too dark to be read on a dark background: the contrast is 2.1, it must be at least"
            " 4.5. Choose a lighter colour.",
        ),
        ("sites", "", "Name at least one site: no other may show it."),
        (
            "sites",
            "https://good.example.org\n*",
            "“*” is not the address of a site. Write it like https://www.example.org, one a line.",
        ),
        ("sites", "\n".join(f"https://s{n}.example" for n in range(21)), "Name at most 20 sites."),
        ("organisation", "lielmala-municipality", "Choose one of the options listed."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    app: Flask, client: FlaskClient, field: str, typed: str, error: str
) -> None:
    answer = client.post(
        f"{DESK}new", data={**GOOD, "organisation": "brasla-municipality", field: typed}
    )

    assert answer.status_code == 422
    assert errors(answer) == [error]
    with app.app_context():
        assert db.session.scalars(select(Embedding)).all() == []


def test_an_edit_keeps_the_address_and_the_history(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        code = make_embedding(filters={"kind": ["workshop"]}).code
    typed = {**GOOD, "name": "Notikumi", "only_kind": "survey", "posted_revision": "1"}

    answer = client.post(f"{DESK}{code}/edit", data=typed)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{DESK}{code}/")
    with app.app_context():
        made = stored()
        assert (made.name, made.filters, made.revision) == ("Notikumi", {"kind": ["survey"]}, 2)
    log = text(soup(client, f"{DESK}{code}/").select_one(".log"))
    assert "Edited" in log
    assert "Heading Before: Events in Brasla After: Notikumi" in log
    assert "Kinds Before: workshop After: survey" in log


def test_the_form_shows_what_is_stored_and_saves_it_unchanged(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        values: dict[str, Any] = {
            "form": "month",
            "language": "lv",
            "filters": {"project": ["living-harbours"], "language": ["lt"]},
            "background": "dark",
            "dark_accent": "#82c3ee",
            "sites": ["https://a.example.org", "https://b.example.org"],
            "most": 3,
            "height": 500,
        }
        code = make_embedding(**values).code
    form = soup(client, f"{DESK}{code}/edit").select_one("form.form")
    assert form is not None
    sent: dict[str, list[str]] = {}
    for each in form.select("input[name]"):
        if each.get("type") not in ("checkbox", "radio") or each.has_attr("checked"):
            sent.setdefault(str(each["name"]), []).append(str(each.get("value") or ""))
    sent |= {str(each["name"]): [each.get_text()] for each in form.select("textarea")}
    for each in form.select("select"):
        sent[str(each["name"])] = [str(each.select("option[selected]")[0]["value"])]

    answer = client.post(f"{DESK}{code}/edit", data=sent)

    assert answer.status_code == 303
    with app.app_context():
        made = stored()
        assert {name: getattr(made, name) for name in values} == values
        assert made.accent is None


def test_a_project_renamed_meanwhile_stays_chosen(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        code = make_embedding(filters={"project": ["living-harbours"]}).code
        project = db.session.query(Project).filter_by(slug="living-harbours").one()
        project.slug = "harbours"

    page = soup(client, f"{DESK}{code}/edit")

    checked = page.select("input[name=only_project][checked]")
    assert [each["value"] for each in checked] == ["harbours"]


def test_a_stale_form_shows_both_versions_and_stores_nothing(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        embedding = make_embedding()
        embedding.name = "Theirs"
        embedding.touch()
        code = embedding.code

    answer = client.post(
        f"{DESK}{code}/edit", data={**GOOD, "name": "Mine", "posted_revision": "1"}
    )

    assert answer.status_code == 409
    page = BeautifulSoup(answer.text, "html.parser")
    assert "Heading Mine Theirs" in text(page.select_one(".versions"))
    assert page.select("input[name=posted_revision]")[0]["value"] == "2"
    with app.app_context():
        assert stored().name == "Theirs"


def test_withdrawn_it_is_gone_and_renewed_it_is_back(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        code = make_embedding().code

    for step in ("withdrawal", "withdrawal"):
        assert client.get(f"{DESK}{code}/{step}").status_code == 200
        assert client.post(f"{DESK}{code}/{step}").status_code == 303
    assert client.get(f"/embed/{code}/").status_code == 410
    assert soup(client, f"{DESK}{code}/").select("iframe") == []
    renewed = client.post(f"{DESK}{code}/renewal")

    with app.app_context():
        made = stored()
        verbs = [change.verb for change in history(made.key)]
        assert verbs == ["embedding-renewed", "embedding-withdrawn"]
        assert renewed.headers["Location"] == f"{DESK}{made.code}/"
        assert made.code != code
        assert client.get(f"/embed/{made.code}/").status_code == 200
    assert client.get(f"/embed/{code}/").status_code == 410
    assert client.get(f"{DESK}{code}/").status_code == 404


def test_everybody_finds_those_of_their_own_organisation(app: Flask, people: People) -> None:
    with app.app_context(), write():
        make_embedding("Of Brasla")
        make_embedding("Of Lielmala", organisation=make_organisation("Lielmala Municipality"))

    def found(name: str) -> list[str]:
        page = soup(getattr(people, name).client(app), DESK)
        return [text(each) for each in page.select(".desk-list h2")]

    assert found("reader") == found("partner_coordinator") == ["Of Brasla"]
    assert found("stranger") == ["Of Lielmala"]
    assert found("administrator") == ["Of Brasla", "Of Lielmala"]
    assert found("project_coordinator") == []


def test_who_may_only_look_is_offered_nothing_else(app: Flask, people: People) -> None:
    with app.app_context():
        code = make_embedding().code
    reader = people.reader.client(app)

    assert soup(reader, DESK).select(".page-head .button") == []
    assert soup(reader, f"{DESK}{code}/").select(".page-head .button") == []


def test_the_list_takes_as_many_statements_however_long(app: Flask, client: FlaskClient) -> None:
    counts = []
    for _ in range(2):
        with app.app_context(), write():
            for number in range(4):
                make_embedding(f"List {number}")
        client.get(DESK)
        with count_statements() as sent:
            client.get(DESK)
        counts.append(len(sent))

    assert counts[0] == counts[1]


def test_an_organisation_takes_its_frames_with_it(any_app: Flask) -> None:
    with any_app.app_context(), write():
        organisation = make_organisation("Short-lived")
        embedding = make_embedding(organisation=organisation)
        db.session.flush()
        db.session.expunge(embedding)
        db.session.delete(organisation)

    with any_app.app_context():
        assert db.session.scalars(select(Embedding)).all() == []


# Sites


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://www.example.org", "https://www.example.org"),
        ("https://www.example.org/", "https://www.example.org"),
        ("HTTPS://WWW.Example.ORG/page?q=1#x", "https://www.example.org"),
        ("https://www.example.org:443", "https://www.example.org"),
        ("https://www.example.org:8443/x", "https://www.example.org:8443"),
        ("https://intranet", "https://intranet"),
        ("https://jūrmala.lv/pasākumi", "https://xn--jrmala-bmb.lv"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
    ],
)
def test_a_site_is_read_from_any_of_its_addresses(typed: str, expected: str) -> None:
    assert read_site(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "www.example.org",
        "http://www.example.org",
        "http://127.0.0.1.example.org",
        "https://",
        "https://*.example.org",
        "https://*",
        "*",
        "'self'",
        "https://user@example.org",
        "https://user:pw@example.org",
        "https://example.org;script-src",
        "https://exa mple.org",
        "https://example.org:0",
        "https://example.org:99999",
        "https://example.org:x",
        "https://-example.org",
        "https://a..example.org",
        "https://[::1]",
        "https://[",
        "data:text/html,x",
        "javascript:alert(1)",
        "ftp://example.org",
        "//example.org",
        "https://" + "a" * 64 + ".org",
        "https://" + ".".join(["abcdefgh"] * 32),
    ],
)
def test_what_is_no_safe_site_is_refused(typed: str) -> None:
    with pytest.raises(NotASite):
        read_site(typed)


def test_sites_are_kept_once_and_in_order() -> None:
    typed = " https://b.example \n\nhttps://a.example/x https://b.example/"
    assert read_sites(typed) == ["https://b.example", "https://a.example"]


# Colours


def test_contrast_is_what_wcag_says() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert contrast("#777777", "#777777") == 1
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_papers_are_those_of_the_style_sheet() -> None:
    assert papers() == (("#faf6ec", "#fffdf7", "#f2ecde"), ("#11171e", "#19212a", "#0c1117"))


def test_our_own_accents_can_be_read() -> None:
    assert on_paper("#0b5788", is_dark=False) >= 4.5
    assert on_paper("#82c3ee", is_dark=True) >= 4.5


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#777777", "#8a1538", "#ffcc00"])
def test_there_is_an_ink_for_every_colour(colour: str) -> None:
    assert contrast(ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("#0b5788", "#0b5788"),
        ("0B5788", "#0b5788"),
        (" #fa0 ", "#ffaa00"),
        ("#0b578", None),
        ("blue", None),
        ("#0b5788;}", None),
        ("", None),
    ],
)
def test_colours_are_read_as_people_write_them(typed: str, expected: str | None) -> None:
    assert read_colour(typed) == expected
