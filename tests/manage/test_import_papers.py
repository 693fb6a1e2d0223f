"""The words of a host pack in a file: what they lead to, and what is here already stays."""

from pathlib import Path

from sqlalchemy import select

from tests.manage.files import SMALL, bring_small, refusal
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.papers.models import HostPack

VISIT = """\
events:
  - id: visit
    title: A visit
    kind: study-visit
    organiser: otava
    status: confirmed
    when: 2027-03-29 to 2027-03-30
    zone: Europe/Helsinki
    registration: {mode: invitation, capacity: 8}
    host_pack:
      territory: {en: A town by the sea., lv: Pilsēta pie jūras.}
      emergency: "Taxi: +358 9 100"
      signatory: Mayor
"""


def packs() -> list[HostPack]:
    db.session.expire_all()
    return list(db.session.scalars(select(HostPack)))


def test_a_host_pack_is_written_by_a_file(any_context: None, tmp_path: Path) -> None:
    bring_small(tmp_path, VISIT)

    (pack,) = packs()
    assert pack.territory == LocalText({"en": "A town by the sea.", "lv": "Pilsēta pie jūras."})
    assert str(pack.emergency) == "Taxi: +358 9 100"
    assert (pack.notes, pack.revision) == (None, 1)


def test_what_is_written_here_stays(any_context: None, tmp_path: Path) -> None:
    bring_small(tmp_path, VISIT)
    with write():
        packs()[0].notes = LocalText({"en": "Mind the ice."})

    again = bring_small(tmp_path, VISIT.replace("signatory: Mayor", "signatory: Nobody"))

    assert again.did_nothing, again.lines()
    assert (str(packs()[0].signatory), str(packs()[0].notes)) == ("Mayor", "Mind the ice.")


def test_a_key_that_is_not_of_it_is_refused_by_its_line(any_context: None, tmp_path: Path) -> None:
    text = SMALL + VISIT + "      phone: none\n"

    (found,) = refusal(tmp_path, text)

    assert found.startswith(f"{text.count(chr(10))}: ")
    assert "phone" in found
