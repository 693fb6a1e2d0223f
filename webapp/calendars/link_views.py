"""The feed behind a token. Whoever has the address may read it: no session, no cookie."""

from flask import Response, request

from webapp.calendars.answering import answer
from webapp.calendars.feeds import Feed
from webapp.calendars.link_feeds import find_link, link_feed
from webapp.calendars.link_fetches import fetched
from webapp.calendars.link_models import LinkKind
from webapp.calendars.views import blueprint
from webapp.core.permissions import for_everyone


@blueprint.get("/calendars/<token>.ics")
@blueprint.get("/calendars/<token>.json")
@for_everyone
def token_feed(token: str) -> Response:
    """The calendar of a registration, of an address, of a coordinator or of a delegation."""

    def find(language: str) -> Feed:
        link = find_link(token)
        feed = link_feed(link, language)
        if link.kind is not LinkKind.DELEGATION:  # a delegation's belongs to nobody in particular
            fetched(link.id, request.user_agent.string)
        return feed

    return answer(find)
