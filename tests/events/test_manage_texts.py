"""The texts of an event in two languages side by side."""

from typing import Any

import pytest
from flask import Flask

from tests.browsing import look, send
from tests.events.edit_desk import change, get, open_form, value
from tests.people import cast
from webapp.core.database import write
from webapp.core.text import LocalText
from webapp.events import rules


def test_the_description_is_shown_as_it_will_look(app: Flask) -> None:
    code, client, page = open_form(app, "texts")

    typed = {"description-en": "**Nets** <script>alert(1)</script>", "step": "preview"}
    shown = send(client, page, **typed)

    preview = shown.soup.select_one("#preview")
    assert preview is not None
    assert preview.strong is not None
    assert preview.strong.get_text() == "Nets"
    assert preview.script is None
    with app.app_context():
        assert get(app, code).description is None


def test_languages_that_are_missing_are_marked(app: Flask) -> None:
    _code, _client, page = open_form(app, "texts", summary="Only in English")

    marked = [each.find_parent("label")["for"] for each in page.soup.select("label .untranslated")]  # type: ignore[index]

    assert marked == ["name-lv", "summary-lv"]


def test_each_language_tells_how_far_it_has_got(app: Flask) -> None:
    _code, _client, page = open_form(
        app, "texts", summary="Only in English", price=LocalText({"en": "free", "lv": "bez maksas"})
    )

    rows = [each.get_text(" ", strip=True) for each in page.soup.select(".texts-progress li")]

    assert rows == [
        "English all 3 texts",
        "Latvian 1 of 3 texts 2 not translated yet Title , In a sentence or two",
    ]
    links = [str(each["href"]) for each in page.soup.select(".texts-progress a")]
    assert links == ["#name-lv", "#summary-lv"]
    assert all(page.soup.find(id=link[1:]) for link in links)


def test_any_two_languages_stand_side_by_side_and_the_others_stay(app: Flask) -> None:
    german = LocalText({"en": "Nets", "de": "Netze", "lv": "Tīkli"}, "en")
    code, client, page = open_form(app, "texts", title=german)
    assert page.soup.find(id="name-de") is None

    page = look(client, f"/manage/events/{code}/texts?left=de&right=lv")
    assert page.soup.find(id="name-en") is None
    done = send(client, page, **{"name-de": "Netze flicken"})

    assert "The changes are saved." in done.words
    with app.app_context():
        wanted = LocalText({"en": "Nets", "de": "Netze flicken", "lv": "Tīkli"}, "en")
        assert get(app, code).name == wanted


@pytest.mark.parametrize("query", ["left=xx&right=lv", "left=lv&right=lv", "left=%00&right="])
def test_a_language_nobody_has_is_not_shown(app: Flask, query: str) -> None:
    code, client, _page = open_form(app, "texts")

    page = look(client, f"/manage/events/{code}/texts?{query}")

    assert page.status == 200
    shown = [str(each["id"]) for each in page.soup.select("[name^=name-]")]
    assert sorted(shown) == ["name-en", "name-lv"]


def test_two_translators_of_one_text_do_not_disturb_each_other(app: Flask) -> None:
    code, client, page = open_form(app, "texts", description="Nets")
    change(app, code, description=LocalText({"en": "Nets and knots"}))

    answer = send(client, page, **{"description-lv": "Tīkli un mezgli"})
    assert answer.status == 409
    assert answer.soup.select(".merge") == []
    send(client, answer)

    with app.app_context():
        assert get(app, code).description == LocalText(
            {"en": "Nets and knots", "lv": "Tīkli un mezgli"}
        )


def test_both_wrote_the_same_text_and_one_chooses(app: Flask) -> None:
    code, client, page = open_form(app, "texts", description="Nets")
    change(app, code, description=LocalText({"en": "Theirs"}))

    answer = send(client, page, **{"description-en": "Mine"})
    assert [each.get_text(" ", strip=True) for each in answer.soup.select(".merge")] == [
        "Description (English) Keep what I wrote Mine Take what they wrote Theirs"
    ]
    send(client, answer, **{"keep-description-en": "mine"})

    with app.app_context():
        assert str(get(app, code).description) == "Mine"


def test_the_reason_of_a_change_is_translated_but_not_taken_away(app: Flask) -> None:
    code, client, page = open_form(app, "texts")
    assert page.soup.find(id="status_reason-en") is None
    with app.app_context(), write():
        rules.postpone(get(app, code), "The quay is closed.")

    page = look(client, f"/manage/events/{code}/texts")
    none = send(client, page, **{"status_reason-en": ""})
    send(client, page, **{"status_reason-lv": "Piestātne ir slēgta."})

    assert none.status == 422
    with app.app_context():
        assert get(app, code).status_reason == LocalText(
            {"en": "The quay is closed.", "lv": "Piestātne ir slēgta."}, "en"
        )
    assert "Piestātne" in look(client, f"/manage/events/{code}/history").words


def test_an_event_keeps_a_title(app: Flask) -> None:
    code, client, page = open_form(app, "texts")

    answer = send(client, page, **{"name-en": " ", "summary-lv": "Paliek"})

    assert answer.status == 422
    assert answer.summary() == ["Write it in at least one language."]
    assert value(answer, "summary-lv") == "Paliek"
    with app.app_context():
        assert get(app, code).revision == 1


def test_without_the_right_no_text_changes(app: Flask) -> None:
    people = cast(app)
    app.config["WTF_CSRF_ENABLED"] = False
    form: dict[str, Any] = {"posted_revision": "1", "name-en": "Taken over"}

    for who, expected in ((people.reader, 403), (people.helper, 403), (people.stranger, 403)):
        for side in ("texts", "registration"):
            answer = who.client(app).post(f"/manage/events/{people.public}/{side}", data=form)
            assert answer.status_code == expected
    with app.app_context():
        assert str(get(app, people.public).name) != "Taken over"
