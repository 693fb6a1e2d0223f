"""Stores what belongs to the whole site: pictures, lists on other sites, the accessibility
statement."""

import hashlib
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.picture_files import PictureRefused, drawn_anew
from webapp.core.pictures import Picture
from webapp.core.times import now
from webapp.embeddings.models import Embedding, FormerEmbeddingCode
from webapp.manage.importing.facts import Facts
from webapp.manage.importing.ledger import Ledger, settle
from webapp.manage.neighbours import model_of

_EMBEDDING = {
    "name": "name",
    "form": "form",
    "language": "language",
    "background": "background",
    "accent": "accent",
    "dark_accent": "dark_accent",
    "sites": "sites",
    "most": "most",
    "height": "height",
    "created": "created_at",
    "withdrawn": "withdrawn_at",
}
_STATEMENT = {
    "institution": "institution",
    "conformance": "conformance",
    "noncompliance": "noncompliance",
    "burden": "burden",
    "out_of_scope": "out_of_scope",
    "alternatives": "alternatives",
    "method": "method",
    "evaluated_by": "evaluated_by",
    "evaluated": "evaluated_on",
    "report": "report_url",
    "prepared": "prepared_on",
    "reviewed": "reviewed_on",
    "email": "contact_email",
    "phone": "contact_phone",
    "answer_days": "answer_days",
    "country": "country",
}


def write_pictures(ledger: Ledger) -> None:
    """Logos. A picture is known by its bytes, so one that is here already is the same."""
    for facts in ledger.facts["pictures"]:
        if db.session.get(Picture, facts.id) is not None:
            ledger.report.unchanged += 1
        elif _is_true(facts):
            db.session.add(Picture(name=facts.id, data=facts["data"], stored_at=now()))
            ledger.report.created.append((facts.noun, facts.id))
        else:
            ledger.problems.add(facts.line, _("these are not the bytes of the picture it names"))
    db.session.flush()


def _is_true(facts: Facts) -> bool:
    """Whether the name is made of these bytes, and they are a picture of that size."""
    try:
        drawn = drawn_anew(BytesIO(facts["data"]))
    except PictureRefused:
        return False
    digest = hashlib.sha256(facts["data"]).hexdigest()[:32]
    return facts.id == f"{digest}-{drawn.width}x{drawn.height}"


def check_logo(ledger: Ledger, facts: Facts) -> None:
    """Note a logo that is neither here nor among the pictures of the file."""
    name = facts.get("logo")
    if name is not None and db.session.get(Picture, name) is None:
        why = _("the picture “%(name)s” is neither here nor in the file", name=name)
        ledger.problems.add(facts.line, why)


def write_embeddings(ledger: Ledger) -> None:
    """Lists and months on other sites, known by the code in their address."""
    for facts in ledger.facts["embeddings"]:
        row = db.session.scalar(select(Embedding).where(Embedding.code == facts["code"]))
        values = facts.given(_EMBEDDING)
        values["organisation"] = ledger.finder.find("organisations", facts["organisation"])
        if "only" in facts:
            only: Facts | None = facts["only"]
            values["filters"] = {} if only is None else dict(only.values)
        if row is None:
            row = ledger.make(Embedding, code=facts["code"], **_without_empty(values))
            db.session.flush()
            differences = {}
        else:
            differences = settle(row, values)
        if _keep_codes(ledger, facts, row):
            differences["formerly"] = (None, len(facts["formerly"]))
        ledger.close(facts, row, differences)


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _keep_codes(ledger: Ledger, facts: Facts, row: Embedding) -> bool:
    """Codes that were renewed are gone for ever, here too."""
    found = False
    for code in facts.get("formerly", []):
        former = db.session.get(FormerEmbeddingCode, code)
        if former is None:
            db.session.add(FormerEmbeddingCode(code=code, embedding_id=row.id))
            found = True
        elif former.embedding_id != row.id:
            why = _("“%(slug)s” is or was the address of another here", slug=code)
            ledger.problems.add(facts.line, why)
    return found


def write_accessibility(ledger: Ledger) -> None:
    """The facts of the accessibility statement; there is one."""
    model = model_of("accessibility_statements")
    for facts in ledger.facts["accessibility"]:
        row = db.session.scalar(select(model))
        if row is None:
            row = ledger.make(model, id=1)
        ledger.close(facts, row, settle(row, facts.given(_STATEMENT)))
