"""Answer with a calendar: the whole of it, 304 where the program has it, or a short text.

Nothing but the address decides what programs get: no cookie, no session, no Accept-Language.
"""

from collections.abc import Callable, Iterator

from flask import Response, current_app, request
from flask_babel import gettext
from werkzeug.http import http_date

from webapp.calendars.asking import LONGEST_QUERY, AbsurdFeed, UnknownFilter, checked_language
from webapp.calendars.atom import as_atom
from webapp.calendars.bodies import bodies
from webapp.calendars.composing import Bytes, NotRendered
from webapp.calendars.feeds import Feed, WithdrawnEvent, WithdrawnFeed
from webapp.calendars.lookup import FILTERS, SWITCH, UnknownFeed
from webapp.calendars.renamed import present_address
from webapp.core.i18n import configured_languages, in_language
from webapp.core.renaming import moved

_: Callable[..., str] = gettext


def answer(find: Callable[[str], Feed]) -> Response:
    """What *find* gives for the language asked for, or 304; a short text where it gives nothing.

    *find* may raise `UnknownFeed` (404), `WithdrawnEvent` or `WithdrawnFeed` (410).
    """
    try:
        feed = _found(find)
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


def _found(find: Callable[[str], Feed]) -> Feed:
    """The calendar of this address; as JSON or as news where it ends like that."""
    if len(request.query_string) > LONGEST_QUERY:
        raise AbsurdFeed
    feed = find(checked_language(request.args.getlist("lang")))
    if request.path.endswith(".atom"):
        return as_atom(feed)
    return feed.as_jcal() if request.path.endswith(".json") else feed


def _led_on() -> Response | None:
    """To where the calendar is since its project or partner was renamed."""
    address = present_address()
    return None if address is None else moved(address)


def _unchanged(feed: Feed) -> Response | None:
    """304 if the program named this very content (RFC 9110, section 13.2.2), else None."""
    etag = bodies(feed).etag(feed)
    variants = [f"{etag}-gzip", etag] if _takes_gzip() else [etag]
    if request.if_none_match:
        known = [each for each in variants if request.if_none_match.contains_weak(each)]
        return _with_headers(Response(status=304), feed, known[0]) if known else None
    since, changed_at = request.if_modified_since, feed.last_modified
    if since is not None and changed_at is not None and changed_at <= since:
        return _with_headers(Response(status=304), feed, variants[0])
    return None


def _whole(feed: Feed) -> Response:
    body, takes_gzip = bodies(feed).body(feed), _takes_gzip()
    content = body.compressed if takes_gzip else body.plain
    response = Response(_sent(content), mimetype=feed.mimetype)
    response.headers["Content-Length"] = str(content.size)
    response.headers["Content-Disposition"] = f'inline; filename="{feed.filename}"'
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    return _with_headers(response, feed, f"{body.etag}-gzip" if takes_gzip else body.etag)


def _sent(content: Bytes) -> bytes | Iterator[bytes]:
    return content.whole if content.whole is not None else iter(content)


def _takes_gzip() -> bool:
    accepted = request.accept_encodings
    return bool(accepted["gzip"]) and accepted["gzip"] >= accepted["identity"]


def _with_headers(response: Response, feed: Feed, etag: str) -> Response:
    """What a 304 and the answer it stands for have in common (RFC 9110, section 15.4.5)."""
    headers = response.headers
    headers["ETag"] = f'"{etag}"'
    headers["Cache-Control"] = feed.cache_control
    headers["Vary"] = "Accept-Encoding"
    changed_at = feed.last_modified
    if changed_at is not None:
        headers["Last-Modified"] = http_date(changed_at)
    if feed.is_private:
        headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    else:  # pages of other sites may read what everyone may, as they may read the API
        headers["Access-Control-Allow-Origin"] = "*"
    if response.status_code == 304:
        headers.pop("Content-Type", None)
    return response


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
