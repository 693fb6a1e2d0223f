"""A browser without JavaScript: reads a page's form, fills it in, sends it."""

from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass(frozen=True)
class Sheet:
    """A page that was got, parsed."""

    response: TestResponse
    soup: BeautifulSoup

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status_code

    @property
    def words(self) -> str:
        """The text of the page's main part, spaces folded."""
        return " ".join((self.soup.main or self.soup).get_text(" ").split())

    @property
    def state(self) -> str | None:
        """The ``data-state`` of the registration the page shows."""
        found = self.soup.select_one(".registration-state[data-state]")
        return str(found["data-state"]) if found else None

    def errors(self) -> dict[str, str]:
        """Name of the input → error that belongs to it (``aria-describedby``)."""
        found = {}
        for element in self.soup.select("[aria-invalid=true]"):
            ids = str(element.get("aria-describedby", "")).split()
            words = [self.soup.find(id=each) for each in ids if each.endswith("-error")]
            text = " ".join(word.get_text(" ") for word in words if word)
            found[str(element.get("name") or element.get("id"))] = " ".join(text.split())
        return found

    def summary(self) -> list[str]:
        """The messages of the error summary on top."""
        return [each.get_text(" ", strip=True) for each in self.soup.select(".error-summary li")]

    def form(self, button: str | None = None) -> Tag:
        """The form with a button of these words; the first form of the page without them."""
        for form in (self.soup.main or self.soup).select("form[method=post]"):
            if form.find_parent("nav"):
                continue  # such as signing out, which every page of staff offers
            buttons = [each.get_text(" ", strip=True) for each in form.select("button")]
            if button is None or button in buttons:
                return form
        raise AssertionError(f"no form with the button {button!r}: {self.words[:300]}")


def sheet(response: TestResponse) -> Sheet:
    """Parse what came back."""
    return Sheet(response, BeautifulSoup(response.get_data(as_text=True), "html.parser"))


def look(client: FlaskClient, address: str, **kwargs: Any) -> Sheet:
    """Open an address; redirects are followed."""
    return sheet(client.get(address, follow_redirects=True, **kwargs))


def values(form: Tag) -> dict[str, Any]:
    """What the form would send untouched."""
    filled: dict[str, Any] = {}
    for field in form.select("input, textarea, select"):
        name = field.get("name")
        if not name or (
            field.get("type") in ("checkbox", "radio") and not field.has_attr("checked")
        ):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            filled[str(name)] = chosen.get("value", "") if chosen else ""
        elif field.name == "textarea":
            filled[str(name)] = field.get_text()
        elif field.get("type") in ("checkbox", "hidden") and name in filled:
            before = filled[str(name)]
            ticked = before if isinstance(before, list) else [before]
            filled[str(name)] = [*ticked, field.get("value", "y")]
        else:
            filled[str(name)] = field.get("value", "")
    return filled


def send(
    client: FlaskClient,
    page: Sheet,
    *,
    button: str | None = None,
    follow: bool = True,
    **fields: Any,
) -> Sheet:
    """Fill in *fields* of the page's form and press its button; redirects are followed."""
    form = page.form(button)
    data = values(form) | fields
    address = str(form.get("action") or page.response.request.path)
    response = client.post(address, data={k: v for k, v in data.items() if v is not None})
    if follow and response.status_code in (301, 302, 303):
        return look(client, response.headers["Location"])
    return sheet(response)
