"""Which keys the papers of an event may have."""

from webapp.manage.importing.shapes import Reader, whole, words

HOST_PACK: dict[str, Reader] = {
    "territory": words,
    "emergency": words,
    "notes": words,
    "signatory": words,
    "revision": whole(1, 2_000_000_000),
}
