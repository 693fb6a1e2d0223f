"""Every page that can be reached by following links, on the example data, in both languages."""

from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import make_session
from webapp.accounts.models import Account
from webapp.accounts.sign_in import EXAMPLE
from webapp.core.database import db
from webapp.manage.examples import load_examples

#: The first so many, breadth first: months and filters go on for ever.
MOST_PAGES = 150
#: What a link adds to say where to come back, or how to show a page: the page is the same.
SAME_PAGE = ("lang=", "theme=", "next=")


def crawl(client: FlaskClient, start: str) -> dict[str, BeautifulSoup]:
    """All pages of the site that links lead to; fails on a link that leads nowhere."""
    seen: dict[str, BeautifulSoup] = {}
    waiting, met = [(start, "")], {start}
    while waiting and len(seen) < MOST_PAGES:
        address, found_on = waiting.pop(0)
        answer = client.get(address)
        assert answer.status_code < 400, f"{address}, linked on {found_on}: {answer.status_code}"
        if answer.status_code in (301, 302, 303, 308):
            links = [answer.headers["Location"]]
        elif answer.mimetype == "text/html":
            seen[address] = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
            links = [str(link["href"]) for link in seen[address].select("a[href]")]
        else:
            links = []
        for link in links:
            target = urlsplit(urljoin(f"http://localhost{address}", link))
            path = target.path + (f"?{target.query}" if target.query else "")
            is_same = any(each in target.query for each in SAME_PAGE)
            if target.netloc == "localhost" and path not in met and not is_same:
                met.add(path)
                waiting.append((path, address))
    return seen


def check(address: str, page: BeautifulSoup, language: str) -> None:
    """What holds for every page."""
    assert page.html is not None
    assert page.html["lang"] == language, address
    assert len(page.select("h1")) == 1, address
    assert page.title is not None
    assert page.title.get_text(strip=True), address
    assert page.select_one("main#main"), address
    assert not page.select('[style], style, script:not([src], [type="application/ld+json"])'), (
        address
    )
    ids = [str(each["id"]) for each in page.select("[id]")]
    assert len(ids) == len(set(ids)), (address, [each for each in ids if ids.count(each) > 1][:5])
    for label in page.select("label[for]"):
        assert page.find(id=str(label["for"])), (address, label)
    words = (page.main or page).get_text(" ")
    assert "None" not in words.split(), address
    assert "LocalText(" not in words, address
    assert "%(" not in words, address


@pytest.fixture
def examples(app: Flask) -> Flask:
    """The app with the example data."""
    with app.app_context():
        load_examples()
    return app


@pytest.mark.parametrize("language", ["en", "lv"])
@pytest.mark.parametrize("person", ["visitor", "coordinator"])
def test_every_link_leads_somewhere(examples: Flask, language: str, person: str) -> None:
    """And every page is whole."""
    client = examples.test_client()
    client.set_cookie("lang", language)
    if person == "coordinator":
        with examples.app_context():
            account = db.session.scalars(select(Account).where(Account.email == EXAMPLE)).one()
            session_id = make_session(account)
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = session_id, True

    pages = crawl(client, "/" if person == "visitor" else "/manage/")

    assert len(pages) > 40
    for address, page in pages.items():
        check(address, page, language)
