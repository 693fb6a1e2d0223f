"""Texts people write stay texts, whatever stands in them."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.markup import local_markdown, markdown
from webapp.core.text import LocalText


def test_paragraphs_lists_emphasis_and_links_are_kept() -> None:
    html = markdown("We meet at **ten**.\n\n- boat\n- bus\n\n[Map](https://example.org/map)")

    page = BeautifulSoup(html, "html.parser")
    assert [item.text for item in page.find_all("li")] == ["boat", "bus"]
    assert page.strong is not None
    assert page.strong.text == "ten"
    assert page.a is not None
    assert page.a["href"] == "https://example.org/map"
    assert page.a["rel"] == ["nofollow", "noopener"]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("2020. gadā vizīte bija paredzēta vasarā.", []),
        ("27. aprīlī tiekamies.\n\n28. aprīlī braucam.", []),
        ("1. laiva\n2. autobuss", ["laiva", "autobuss"]),
        ("1. laiva\n1. autobuss", ["laiva", "autobuss"]),
        ("Vispirms:\n\n1) laiva\n2) autobuss", ["laiva", "autobuss"]),
    ],
)
def test_a_line_that_begins_with_a_date_is_no_list(text: str, items: list[str]) -> None:
    page = BeautifulSoup(markdown(text), "html.parser")

    assert [item.text.strip() for item in page.find_all("li")] == items
    assert " ".join(page.text.split()) == " ".join(text.split()) or items


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# One", ["h3"]),
        ("### One", ["h3"]),
        ("# One\n\n## Two\n\n# Three", ["h3", "h4", "h3"]),
        ("## One\n\n###### Two", ["h3", "h4"]),
        ("### One\n\n# Two", ["h3", "h3"]),
    ],
)
def test_headings_stand_below_those_of_the_page_and_skip_no_level(
    text: str, levels: list[str]
) -> None:
    page = BeautifulSoup(markdown(text), "html.parser")

    assert [heading.name for heading in page.find_all(["h1", "h2", "h3", "h4", "h5"])] == levels


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[press](javascript:alert(1))",
        "[press](data:text/html;base64,PHNjcmlwdD4=)",
        "![picture](https://example.org/pixel.gif)",
        '<a href="https://example.org" onclick="alert(1)" style="position:fixed">x</a>',
        "<iframe src=//example.org></iframe>",
    ],
)
def test_nothing_that_runs_or_loads_comes_through(text: str) -> None:
    page = BeautifulSoup(markdown(text), "html.parser")

    assert page.find_all(["script", "img", "iframe", "style"]) == []
    assert [link for link in page.find_all("a") if not link["href"].startswith("http")] == []
    assert [tag for tag in page.find_all(True) if {"onclick", "style"} & set(tag.attrs)] == []


@given(st.text(max_size=400))
def test_any_text_at_all_is_answered_with_harmless_elements(text: str) -> None:
    page = BeautifulSoup(markdown(text), "html.parser")

    allowed = {"a", "blockquote", "br", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"}
    assert {tag.name for tag in page.find_all(True)} <= allowed | {"strong", "ul"}


@pytest.mark.usefixtures("context")
def test_a_text_in_another_language_says_so(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert local_markdown(LocalText({"lv": "Sākam"})) == '<div lang="lv"><p>Sākam</p>\n</div>'
        assert local_markdown(LocalText({"en": "We begin"})) == "<p>We begin</p>\n"
