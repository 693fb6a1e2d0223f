"""Organisations, places and programmes: read by staff, changed by who answers for them."""

from collections.abc import Iterator

from tools.page_kinds import ADMIN, COORDINATOR, OTHER, PageKind


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    yield from _shelf_pages()


def _shelf_pages() -> Iterator[PageKind]:
    """Organisations and programmes: read by staff, changed by who answers for them."""
    for name, address, by in (
        ("organisations", "organisations/", COORDINATOR),
        ("organisations, none found", "organisations/?q=zzz", COORDINATOR),
        ("organisation", "organisations/jelgava-novads/", COORDINATOR),
        ("organisation, its own", "organisations/razlog/", OTHER),
        ("organisation, edit", "organisations/razlog/edit", OTHER),
        ("organisation, new", "organisations/new", ADMIN),
        ("places", "places/", COORDINATOR),
        ("place, edit", "places/jelgavas-novads/edit", ADMIN),
        ("programmes", "programmes/", ADMIN),
        ("programme", "programmes/urbact-iii/", COORDINATOR),
        ("programme, edit", "programmes/urbact-iii/edit", ADMIN),
        ("programme, new", "programmes/new", ADMIN),
        ("target groups", "programmes/target-groups/", ADMIN),
        ("target group", "programmes/target-groups/residents/edit", ADMIN),
        ("funds", "programmes/funds/", ADMIN),
        ("fund", "programmes/funds/erdf/edit", ADMIN),
    ):
        yield PageKind(f"manage {name}", f"/manage/{address}", by)
    doubted = (("fill", "#name-en", "Razlog municipality"), ("press", "main form.form .is-primary"))
    yield PageKind("manage organisation, doubted", "/manage/organisations/new", ADMIN, doubted)
