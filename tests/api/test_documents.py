"""What people read about the API names what there is, and nothing that is not there."""

import re
from pathlib import Path

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.api.asking import V1, ask
from webapp.core.problems import KINDS

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"


def test_the_document_names_every_address_parameter_and_problem(client: FlaskClient) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    described = client.get(f"{V1}/openapi.json").json["paths"]

    for path in described:
        assert f"`{path.replace('{', '<').replace('}', '>')}`" in text
    table = text.partition("## Filters of events")[2].partition("\n\n")[2].partition("\n\n")[0]
    named = {
        name
        for row in table.splitlines()[2:]
        for name in re.findall("`([a-z_]+)`", row[: row.index("|", 2)])
    }
    assert named == {each["name"] for each in described[f"{V1}/events"]["get"]["parameters"]}
    for anchor in KINDS:
        assert f"`#{anchor}`" in text


def test_its_examples_are_understood(client: FlaskClient) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")

    asked = re.findall(r"https://vizite\.example\.org(/api/v1/[^\s'\"]*)", text)

    assert len(asked) > 3
    for address in asked:
        # Its cursor is cut short, and the project need not be here.
        plain = re.sub(r"&cursor=[^&]*|project=iotxchange&", "", address)
        assert client.get(plain).status_code == 200, address


def test_the_page_leads_to_everything(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/api/?lang=lv").text, "html.parser")
    home = BeautifulSoup(client.get("/").text, "html.parser")

    leads = {str(link["href"]) for link in page.select("main a[href]")}
    index = ask(client, "/")
    lists = {value for name, value in index.items() if str(value).startswith("http")}
    wanted = {each.removeprefix("http://localhost") for each in lists} - {"/api/"}
    assert wanted <= leads
    assert all(client.get(address).status_code == 200 for address in leads)
    assert home.select('footer a[href="/api/"]')
