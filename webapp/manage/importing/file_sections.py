"""Which sections a file may have."""

from webapp.manage.importing.file_keys import (
    FUND,
    GOOD_PRACTICE,
    ORGANISATION,
    PLACE,
    PROGRAMME,
    PROJECT,
    SOURCE,
    TARGET_GROUP,
    milestones,
)
from webapp.manage.importing.file_keys_events import EVENT
from webapp.manage.importing.file_keys_logistics import FACTOR
from webapp.manage.importing.file_keys_people import (
    ACCOUNT,
    CALENDAR_LINK,
    INVITATION,
    PERSON,
    REGISTRATION,
)
from webapp.manage.importing.file_keys_site import ACCESSIBILITY, EMBEDDING, PICTURE
from webapp.manage.importing.shapes import Reader, many, record

#: In the order in which they are written: later ones name earlier ones.
SECTIONS: dict[str, Reader] = {
    "pictures": many(record("picture", PICTURE, required=("id", "data"))),
    "sources": many(record("source", SOURCE, required=("id", "title"))),
    "funds": many(record("fund", FUND, required=("id", "name"))),
    "programmes": many(record("programme", PROGRAMME, required=("id", "name"))),
    "target_groups": many(record("target group", TARGET_GROUP, required=("id", "name"))),
    "places": many(record("place", PLACE, required=("id", "name"))),
    "organisations": many(record("organisation", ORGANISATION, required=("id", "name"))),
    "projects": many(record("project", PROJECT, required=("id", "title"))),
    "milestones": milestones,
    "good_practices": many(
        record("good practice", GOOD_PRACTICE, required=("id", "organisation", "what"))
    ),
    "accessibility": many(record("statement", ACCESSIBILITY)),
    "embeddings": many(
        record("embedding", EMBEDDING, required=("code", "organisation", "name", "language"))
    ),
    "travel_factors": many(
        record("travel factor", FACTOR, required=("mode", "grams", "reference"))
    ),
    "events": many(record("event", EVENT, required=("id", "kind"))),
    "accounts": many(record("account", ACCOUNT, required=("email", "name"))),
    "invitations": many(record("invitation", INVITATION, required=("id", "event", "label"))),
    "persons": many(record("person", PERSON, required=("id", "organiser"))),
    "registrations": many(
        record("registration", REGISTRATION, required=("id", "event", "state", "language"))
    ),
    "calendar_links": many(
        record("calendar link", CALENDAR_LINK, required=("id", "kind", "language"))
    ),
}
#: Those of which there may be very many: read some at a time.
LONG = ("events", "invitations", "persons", "registrations", "calendar_links")
