"""Answer with a calendar: the whole of it, 304 where the program has it, or a short text.

Nothing but the address decides what programs get: no cookie, no session, no Accept-Language.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from flask import Response, current_app, request
from flask_babel import gettext
from werkzeug.http import http_date, parse_accept_header

from webapp.calendars.asking import LONGEST_QUERY, AbsurdFeed, UnknownFilter, checked_language
from webapp.calendars.atom import as_atom
from webapp.calendars.bodies import bodies
from webapp.calendars.composing import Bytes, NotRendered
from webapp.calendars.feeds import Feed, WithdrawnEvent, WithdrawnFeed
from webapp.calendars.lookup import FILTERS, SWITCH, UnknownFeed
from webapp.calendars.plans import Plan, known_plans
from webapp.calendars.renamed import present_address
from webapp.core.i18n import configured_languages, in_language
from webapp.core.renaming import moved

_: Callable[..., str] = gettext

#: Bytes of a query up to which an address is remembered.
LONGEST_KNOWN = 200


def answer_by_plan(make: Callable[[str], Plan]) -> Response:
    """The calendar of this address by the plan that is known of it; else by the one that *make*
    reads from the address for the language asked for, which may raise what `answer` takes."""
    return _answer(lambda: _planned(make))


def answer(find: Callable[[str], Feed]) -> Response:
    """What *find* gives for the language asked for, or 304; a short text where it gives nothing.

    *find* may raise `UnknownFeed` (404), `WithdrawnEvent` or `WithdrawnFeed` (410).
    """
    return _answer(lambda: _form()(find(_asked_language())))


def _answer(find: Callable[[], Feed]) -> Response:
    try:
        feed = find()
        return _unchanged(feed) or _whole(feed)
    except UnknownFilter as error:
        filters = ", ".join((*FILTERS, f"{SWITCH}=0"))
        return sorry(404, _unknown_filter, name=str(error), filters=filters)
    except AbsurdFeed:
        return sorry(400, _absurd)
    except UnknownFeed:
        return _led_on() or sorry(404, _unknown)
    except WithdrawnEvent:
        return sorry(410, _withdrawn_event)
    except WithdrawnFeed:
        return sorry(410, _withdrawn)
    except NotRendered:
        return sorry(503, _not_yet, {"Retry-After": "60"})


def _planned(make: Callable[[str], Plan]) -> Feed:
    """The calendar of this address. What leads to none is not remembered, nor is a long one."""
    known, address = known_plans(), (request.path, request.query_string)
    plan = known.get(address)
    if plan is not None:
        return plan.feed()
    plan = make(_asked_language()).written(_form())
    feed = plan.feed()
    if len(request.query_string) <= LONGEST_KNOWN:
        known.put(address, plan)
    return feed


def _asked_language() -> str:
    if len(request.query_string) > LONGEST_QUERY:
        raise AbsurdFeed
    return checked_language(request.args.getlist("lang"))


def _form() -> Callable[[Feed], Feed]:
    """What a calendar becomes where the address ends like that: news, JSON, or what it is."""
    if request.path.endswith(".atom"):
        return as_atom
    return Feed.as_jcal if request.path.endswith(".json") else _as_it_is


def _as_it_is(feed: Feed) -> Feed:
    return feed


def _led_on() -> Response | None:
    """To where the calendar is since its project or partner was renamed."""
    address = present_address()
    return None if address is None else moved(address)


def _unchanged(feed: Feed) -> Response | None:
    """304 if the program named this very content (RFC 9110, section 13.2.2), else None."""
    etag = bodies(feed).etag(feed)
    variants = [f"{etag}-gzip", etag] if _takes_gzip() else [etag]
    named = request.headers.get("If-None-Match")
    if named:
        known = _known(named, variants)
        return None if known is None else _Unchanged(None, 304, _headers(feed, known))
    since, changed_at = request.if_modified_since, feed.last_modified
    if since is not None and changed_at is not None and changed_at <= since:
        return _Unchanged(None, 304, _headers(feed, variants[0]))
    return None


def _known(named: str, variants: Sequence[str]) -> str | None:
    """The first of these that the program has; nearly all name just the one they got."""
    for each in variants:
        if named == f'"{each}"':
            return each
    said = request.if_none_match
    return next((each for each in variants if said.contains_weak(each)), None)


def _whole(feed: Feed) -> Response:
    body, takes_gzip = bodies(feed).body(feed), _takes_gzip()
    content = body.compressed if takes_gzip else body.plain
    headers = _headers(feed, f"{body.etag}-gzip" if takes_gzip else body.etag)
    headers.append(("Content-Length", str(content.size)))
    headers.append(("Content-Disposition", f'inline; filename="{feed.filename}"'))
    if takes_gzip:
        headers.append(("Content-Encoding", "gzip"))
    return Response(_sent(content), 200, headers, mimetype=feed.mimetype)


def _sent(content: Bytes) -> bytes | Iterator[bytes]:
    return content.whole if content.whole is not None else iter(content)


def _takes_gzip() -> bool:
    return _prefers_gzip(request.headers.get("Accept-Encoding", ""))


@lru_cache(maxsize=256)  # programs say few different things
def _prefers_gzip(said: str) -> bool:
    accepted = parse_accept_header(said)
    return bool(accepted["gzip"]) and accepted["gzip"] >= accepted["identity"]


class _Unchanged(Response):
    """Has no content, and so no type of it."""

    default_mimetype = None


def _headers(feed: Feed, etag: str) -> list[tuple[str, str]]:
    """What a 304 and the answer it stands for have in common (RFC 9110, section 15.4.5)."""
    headers = [
        ("ETag", f'"{etag}"'),
        ("Cache-Control", feed.cache_control),
        ("Vary", "Accept-Encoding"),
    ]
    changed_at = feed.last_modified
    if changed_at is not None:
        headers.append(("Last-Modified", _http_date(changed_at)))
    if feed.is_private:
        headers.append(("X-Robots-Tag", "noindex, nofollow, noarchive"))
    else:  # pages of other sites may read what everyone may, as they may read the API
        headers.append(("Access-Control-Allow-Origin", "*"))
    return headers


_http_date = lru_cache(maxsize=1024)(http_date)


def sorry(
    code: int, words: Callable[..., str], headers: dict[str, str] | None = None, **values: str
) -> Response:
    """A short text that a program can show, in the language asked for or the main one."""
    asked = request.args.get("lang")
    languages = configured_languages()
    page = f"{current_app.config['VIZITE'].base_url}/calendars/"
    with in_language(asked if asked in languages else languages[0]):
        text = f"{words(**values)}\n{_('All calendars: %(address)s', address=page)}\n"
    response = Response(text, code, headers, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


def _unknown() -> str:
    return _("There is no such calendar. Please check the address.")


def _unknown_filter(name: str, filters: str) -> str:
    return _(
        "Calendars have no filter “%(name)s”. The filters are: %(filters)s.",
        name=name[:40],
        filters=filters,
    )


def _absurd() -> str:
    return _("This address asks for too much, or for two things at once. Please make a new one.")


def _withdrawn_event() -> str:
    return _("This event has been withdrawn. Please remove it from your calendar.")


def _withdrawn() -> str:
    return _("This address has been withdrawn. Please remove the calendar from your program.")


def _not_yet() -> str:
    return _("This calendar is being made in this language. Please come back in a minute.")
