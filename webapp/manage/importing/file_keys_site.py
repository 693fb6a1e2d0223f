"""Which keys pictures, lists on other sites and the accessibility statement may have."""

from webapp.embeddings.models import FILTERS, Background, Form
from webapp.manage.importing import values
from webapp.manage.importing.codes import base64, code, colour, picture_name
from webapp.manage.importing.shapes import (
    Reader,
    many,
    one_of,
    record,
    ref,
    text,
    whole,
    words,
)

PICTURE: dict[str, Reader] = {"id": picture_name, "data": base64}
ONLY: dict[str, Reader] = {name: many(text(80)) for name in FILTERS}
EMBEDDING: dict[str, Reader] = {
    "code": code,
    "formerly": many(code),
    "organisation": ref,
    "name": text(120),
    "form": one_of(Form),
    "language": values.language,
    "only": record("filter", ONLY),
    "background": one_of(Background),
    "accent": colour,
    "dark_accent": colour,
    "sites": many(values.url),
    "most": whole(1, 100),
    "height": whole(100, 4000),
    "created": values.instant,
    "withdrawn": values.instant,
}
ACCESSIBILITY: dict[str, Reader] = {
    "institution": words,
    "conformance": one_of(("full", "partial", "none")),
    "noncompliance": words,
    "burden": words,
    "out_of_scope": words,
    "alternatives": words,
    "method": one_of(("automatic", "simple", "in-depth")),
    "evaluated_by": words,
    "evaluated": values.a_day,
    "report": values.url,
    "prepared": values.a_day,
    "reviewed": values.a_day,
    "email": values.email,
    "phone": text(60),
    "answer_days": whole(1, 3660),
    "country": values.country,
}
