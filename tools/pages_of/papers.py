"""The papers of an event, on the desk and as pages."""

from collections.abc import Iterator

from tools.page_kinds import COORDINATOR, PageKind


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    meeting = codes["example-razlog-meeting"]
    desk = f"/manage/events/{meeting}/papers/"
    for name, address in (
        ("", desk),
        (", agenda of the staff", f"{desk}agenda.html?level=internal"),
        (", list to sign", f"{desk}participants.html?sign=1"),
    ):
        yield PageKind(f"papers{name}", address, COORDINATOR)
    yield PageKind("papers, agenda", f"/events/{meeting}/agenda.html")
