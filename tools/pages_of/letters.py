"""Letters of an event: the lists, the forms, how one reads before it goes."""

from collections.abc import Iterator

from tools.page_kinds import COORDINATOR, PageKind


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    busy = f"/manage/events/{codes['example-smart-bench-day']}/letters/"
    for name, address in (
        ("list", busy),
        ("new", f"{busy}new"),
        ("reminder", f"{busy}reminder"),
        ("thanks", f"{busy}thanks"),
        ("all", f"{busy}all"),
    ):
        yield PageKind(f"letters {name}", address, COORDINATOR)
    words = (
        ("fill", "#subject-en", "Where to meet: {event}"),
        ("fill", "#body-en", "At the **main door**, {name}:\n\n- {time}\n- {place}"),
    )
    read = ("press", "button[value=preview]")
    yield PageKind("letters preview", f"{busy}new", COORDINATOR, (*words, read))
    wrong = ("fill", "#subject-en", "For {nmae}")
    yield PageKind("letters new, errors", f"{busy}new", COORDINATOR, (*words, wrong, read))
    shown = (("check", "#is_on"), read)
    yield PageKind("letters reminder, read", f"{busy}reminder", COORDINATOR, shown)
    go = ("press", "aside button.is-primary")
    yield PageKind("letters sent", f"{busy}new", COORDINATOR, (*words, read, go))
