"""What search engines are told to look for, and what to leave alone."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

from flask import Flask
from flask.testing import FlaskClient

from tests.counting import count_statements
from tests.factories import make_event
from tests.people import cast
from webapp.core.database import write

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(client: FlaskClient) -> list[str]:
    answer = client.get("/sitemap.xml")
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.data)
    return [str(each.text) for each in root.findall("s:url/s:loc", NS)]


def test_the_map_names_what_everybody_finds_in_lists(app: Flask) -> None:
    people = cast(app)

    found = addresses(people.administrator.client(app))

    assert [each for each in found if "/events/" in each] == [
        "http://localhost/events/",
        f"http://localhost/events/{people.public}/",
    ]
    assert "http://localhost/projects/living-harbours/" in found
    assert "http://localhost/partners/brasla-municipality/" in found


def test_all_of_the_map_can_be_fetched_and_is_wanted(app: Flask, client: FlaskClient) -> None:
    cast(app)
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").text.splitlines())

    for address in addresses(client):
        assert client.get(address.removeprefix("http://localhost")).status_code == 200
        assert rules.can_fetch("*", address)


def test_robots_find_the_map(client: FlaskClient) -> None:
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


def test_links_people_keep_are_left_alone(client: FlaskClient) -> None:
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").text.splitlines())

    for path in ("/registrations/x/", "/invitations/x/", "/guardians/x/", "/manage/"):
        assert not rules.can_fetch("*", f"http://localhost{path}")


def test_an_unchanged_map_costs_one_statement(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event("Forum")
    etag = client.get("/sitemap.xml").headers["ETag"]

    with count_statements() as sent:
        again = client.get("/sitemap.xml", headers={"If-None-Match": etag})
    with app.app_context(), write():
        make_event("Fair")
    changed = client.get("/sitemap.xml", headers={"If-None-Match": etag})

    assert (again.status_code, len(sent)) == (304, 1)
    assert changed.status_code == 200
    assert "Set-Cookie" not in changed.headers
