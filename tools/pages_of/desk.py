"""The desk of a coordinator: home, projects, one event and its acts."""

from collections.abc import Iterator

from tools.page_kinds import COORDINATOR, HELPER, PageKind


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    for name, address in (
        ("home", ""),
        ("projects", "projects/"),
        ("project", "projects/iotxchange/"),
        ("project, facts", "projects/iotxchange/facts"),
        ("project, phases", "projects/iotxchange/phases/"),
        ("project, phase", "projects/iotxchange/phases/2/"),
        ("project, phase removed", "projects/iotxchange/phases/1/deletion"),
        ("project, money", "projects/iotxchange/money/"),
        ("project, new sum", "projects/iotxchange/money/new"),
        ("project, news text", "projects/urban-digital-innovation/news-text"),
        ("project, milestones", "projects/iotxchange/milestones"),
        ("project, groups", "projects/iotxchange/groups"),
        ("project, documents", "projects/iotxchange/documents"),
        ("project, contacts", "projects/iotxchange/contacts"),
        ("project, history", "projects/iotxchange/history"),
        ("events", "events/"),
        ("events, none found", "events/?q=zzz"),
        ("new, for whom", "events/new"),
        ("new", "events/new?organiser=smiltene"),
        ("account", "account/"),
    ):
        yield PageKind(f"manage {name}", f"/manage/{address}", COORDINATOR)
    yield PageKind("manage home, helper", "/manage/", HELPER)
    yield PageKind(
        "manage new, errors",
        "/manage/events/new?organiser=smiltene",
        COORDINATOR,
        (("press", "main form.form .is-primary"),),
    )
    busy, draft, past = (
        f"/manage/events/{codes[slug]}"
        for slug in (
            "example-smart-bench-day",
            "example-next-steering",
            "iotx-delegations-to-jelgava",
        )
    )
    full = f"/manage/events/{codes['example-engure-workshop']}"
    for name, address in (
        ("event", f"{busy}/"),
        ("event, full", f"{full}/"),
        ("event, draft", f"{draft}/"),
        ("event, past", f"{past}/"),
        ("edit", f"{busy}/edit"),
        ("edit, draft", f"{draft}/edit"),
        ("history", f"{busy}/history"),
        ("texts", f"{busy}/texts"),
        ("texts, draft", f"{draft}/texts"),
        ("registration settings", f"{full}/registration"),
        ("preview", f"{draft}/preview"),
        ("preview, form", f"{busy}/preview/form"),
        *((act, f"{draft}/{act}") for act in ("publication", "copy")),
        *((act, f"{busy}/{act}") for act in ("move", "mode", "postponement", "cancellation")),
        ("outcome", f"{past}/outcome"),
    ):
        yield PageKind(f"manage {name}", address, COORDINATOR)
    yield PageKind(
        "manage edit, errors",
        f"{busy}/edit",
        COORDINATOR,
        (
            ("fill", "#name-en", ""),
            ("fill", "#name-lv", ""),
            ("press", "main form.form .is-primary"),
        ),
    )
    yield PageKind(
        "manage texts, preview",
        f"{busy}/texts",
        COORDINATOR,
        (("press", "button[value=preview]"),),
    )
    yield PageKind(
        "manage edit, two versions",
        f"{busy}/edit",
        COORDINATOR,
        (
            ("run", "document.querySelector('[name=posted_revision]').value = '0'"),
            ("run", "document.querySelector('[name=seen]').value = ''"),
            ("fill", "#number", "TNM 7"),
            ("press", "main form.form .is-primary"),
        ),
    )
    reason = ("fill", "#reason-en", "The square is being paved.")
    go_on = ("press", "main form.form .is-primary")
    for act in ("postponement", "cancellation"):
        yield PageKind(f"manage {act}, letter", f"{busy}/{act}", COORDINATOR, (reason, go_on))
    yield PageKind(f"manage {act}, errors", f"{busy}/{act}", COORDINATOR, (go_on,))
