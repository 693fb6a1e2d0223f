"""The host pack: what staff write for it, the places, the phrases, and who reads which items."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.papers.making import Meeting, event_of, make_meeting
from tests.papers.reading import Paper
from webapp.core.database import write
from webapp.core.text import LocalText
from webapp.papers.glyphs import is_whole
from webapp.papers.packs import pack_of, save_pack
from webapp.papers.phrases import _PHRASES, _SPOKEN, MEANINGS

WRITTEN = {
    "territory": LocalText({"en": "A valley between **three** mountains.", "lv": "Ieleja."}),
    "emergency": LocalText({"en": "Duty telephone: +359 747 00 000\n- Taxi: +359 747 11 111"}),
    "notes": LocalText({"en": "- Tap water is good."}),
    "signatory": None,
}


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    meeting = make_meeting(app, items=5)
    with app.app_context(), write():
        save_pack(event_of(meeting), 0, **WRITTEN)
    return meeting


def test_it_says_where_one_goes_whom_to_call_and_what_to_say(meeting: Meeting) -> None:
    page = BeautifulSoup(meeting.get("host-pack.html").data, "html.parser")
    shown = " ".join(page.text.split())
    paper = Paper(meeting.get("host-pack.pdf").data)

    for words in (shown, paper.words):
        assert "A valley between three mountains." in words
        assert "112" in words
        assert "Duty telephone: +359 747 00 000" in words
        assert "Taxi: +359 747 11 111" in words
        assert "Municipality of Razlog" in words
        assert "41.88640,23.46720" in words
        assert "Благодаря" in words
        assert "blagodaryá" in words
        assert "Visit 3" in words
        assert "Visit 4" not in words  # for the staff
    assert page.select_one('a[href="geo:41.88640,23.46720"]')
    assert page.select_one('td span[lang="bg"]')
    assert "Useful phrases: Bulgarian" in paper.bookmarks


def test_each_language_has_its_words_and_says_where_they_are_missing(meeting: Meeting) -> None:
    words = Paper(meeting.get("host-pack.pdf?lang=lv").data).words

    assert "Ieleja." in words
    assert "Duty telephone" in words


def test_whoever_takes_part_reads_it_by_their_link(meeting: Meeting) -> None:
    client = meeting.app.test_client()

    paper = Paper(client.get(f"/registrations/{meeting.tokens[0]}/papers/host-pack.pdf").data)

    assert "Visit 3" in paper.words
    assert "Visit 4" not in paper.words


def test_before_it_is_published_the_agenda_stands_in_nobodys_pack(meeting: Meeting) -> None:
    with meeting.app.app_context(), write():
        event_of(meeting).has_agenda = False

    client = meeting.app.test_client()
    own = Paper(client.get(f"/registrations/{meeting.tokens[0]}/papers/host-pack.pdf").data)

    assert "Visit" not in own.words
    assert "There is nothing on this agenda yet." in own.words
    assert "Visit 1" in Paper(meeting.get("host-pack.pdf").data).words


def test_all_phrases_are_whole_and_can_be_printed() -> None:
    assert {tag: len(each) for tag, each in _PHRASES.items()} == dict.fromkeys(
        _PHRASES, len(MEANINGS)
    )
    assert {tag for tags in _SPOKEN.values() for tag in tags} <= set(_PHRASES)
    assert all(is_whole("".join(each)) for known in _PHRASES.values() for each in known)


def fill(meeting: Meeting, **values: str) -> tuple[int, str]:
    """Send the form with other words; the status and what stands there."""
    staff, address = meeting.staff, f"/manage/events/{meeting.code}/papers/host-pack"
    page = BeautifulSoup(staff.get(address).data, "html.parser")
    text = page.select_one("textarea[name=territory-en]")
    form = text.find_parent("form") if text is not None else None
    assert form is not None
    sent = {
        str(each["name"]): str(each.get("value", "") if each.name == "input" else each.text)
        for each in form.select("input[name], textarea[name]")
    }
    answer = staff.post(address, data={**sent, **values})
    return answer.status_code, answer.text


def test_staff_write_the_words(meeting: Meeting) -> None:
    status, _ = fill(meeting, **{"notes-en": "Bring skis."})

    assert status == 303
    with meeting.app.app_context():
        pack = pack_of(meeting.id)
        assert pack is not None
        assert (str(pack.notes), pack.revision) == ("Bring skis.", 2)
        assert pack.territory == WRITTEN["territory"]


def test_a_stale_form_shows_both_versions_and_loses_nothing(meeting: Meeting) -> None:
    with meeting.app.app_context():
        before = pack_of(meeting.id)
        assert before is not None
        revision = before.revision
    status, page = fill(meeting, **{"notes-en": "Mine", "posted_revision": str(revision - 1)})

    assert status == 409
    assert "Mine" in page
    assert "Tap water" in page


def test_too_long_a_text_is_refused_and_kept(meeting: Meeting) -> None:
    status, page = fill(meeting, **{"signatory-en": "x" * 201})

    assert status == 422
    assert "x" * 201 in page


def test_an_event_without_host_and_places_has_a_pack(app: Flask) -> None:
    meeting = make_meeting(app, host_id=None, mode="online", places=[], projects=[])

    words = Paper(meeting.get("host-pack.pdf").data).words

    assert "Online" in words
    assert "Brasla Municipality" in words
    assert "Labdien" in words
