"""What holds for the whole application: who may open which address, and that no route is forgotten.

A line in `TABLE` is a method, an address and what each person gets, in the order of the cast:
visitor, participant, invited, helper, reader, partner coordinator, project coordinator, coordinator
of another municipality, administrator.

    o  it opens (or says what is wrong with what was sent)      s  asked to sign in first
    n  not found: they may not know of it                       f  forbidden: they may not do it

Brasla's staff (helper, reader, partner coordinator) are at the organiser of everything; the project
coordinator is at another partner of the project: plans all of it, and sees nobody's people.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from blinker import Signal
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.test import TestResponse

import webapp
from tests import databases
from tests.people import People, cast
from webapp import create_app
from webapp.core.database import db, write
from webapp.embeddings.models import Embedding
from webapp.registrations.models import Registration
from webapp.registrations.people_import_files import Reading
from webapp.registrations.people_import_models import PeopleImport
from webapp.registrations.people_notes import PeopleNote

#: Found and not listed, so that none is forgotten.
SIGNALS = [
    import_module(f"webapp.{path.parent.name}.signals")
    for path in sorted(Path(webapp.__file__).parent.glob("*/signals.py"))
]
TABLE = [
    ("GET", "/", "ooooooooo"),
    ("GET", "/accessibility", "ooooooooo"),
    ("GET", "/api/", "ooooooooo"),
    ("GET", "/api/v1/", "ooooooooo"),
    ("GET", "/api/v1/events", "ooooooooo"),
    # For nobody more than for strangers: what is not public is not there.
    ("GET", "/api/v1/events/{draft}", "nnnnnnnnn"),
    ("GET", "/api/v1/events/{internal}", "nnnnnnnnn"),
    ("GET", "/api/v1/events/{partners_only}", "nnnnnnnnn"),
    ("GET", "/api/v1/events/{public}", "ooooooooo"),
    ("GET", "/api/v1/events/{unlisted}", "nnnnnnnnn"),
    ("GET", "/api/v1/kinds", "ooooooooo"),
    ("GET", "/api/v1/openapi.json", "ooooooooo"),
    ("GET", "/api/v1/partners", "ooooooooo"),
    ("GET", "/api/v1/partners/brasla-municipality", "ooooooooo"),
    ("GET", "/api/v1/projects", "ooooooooo"),
    ("GET", "/api/v1/projects/{project}", "ooooooooo"),
    ("GET", "/api/v1/target-groups", "ooooooooo"),
    ("GET", "/badges/{person}", "ooooooooo"),
    ("GET", "/badges/unknown", "nnnnnnnnn"),
    ("GET", "/calendars/", "ooooooooo"),
    ("GET", "/calendars/all.ics", "ooooooooo"),
    ("GET", "/calendars/all.json", "ooooooooo"),
    ("GET", "/calendars/kinds/workshop.ics", "ooooooooo"),
    ("GET", "/calendars/kinds/workshop.json", "ooooooooo"),
    ("GET", "/calendars/mine", "ooooooooo"),
    ("POST", "/calendars/mine", "ooooooooo"),
    ("GET", "/calendars/mine/sent", "ooooooooo"),
    ("GET", "/calendars/mine/zzzzzzzzzzzz-unknown", "nnnnnnnnn"),
    ("POST", "/calendars/mine/zzzzzzzzzzzz-unknown", "nnnnnnnnn"),
    ("POST", "/calendars/mine/zzzzzzzzzzzz-unknown/renewal", "nnnnnnnnn"),
    ("POST", "/calendars/mine/zzzzzzzzzzzz-unknown/withdrawal", "nnnnnnnnn"),
    ("GET", "/calendars/zzzzzzzzzzzz-unknown.ics", "nnnnnnnnn"),
    ("GET", "/calendars/zzzzzzzzzzzz-unknown.json", "nnnnnnnnn"),
    ("GET", "/calendars/partners/brasla-municipality.ics", "ooooooooo"),
    ("GET", "/calendars/partners/brasla-municipality.json", "ooooooooo"),
    ("GET", "/calendars/projects/{project}.ics", "ooooooooo"),
    ("GET", "/calendars/projects/{project}.json", "ooooooooo"),
    ("GET", "/caterers/zzzzzzzzzzzz-unknown/", "nnnnnnnnn"),
    ("GET", "/components/", "ooooooooo"),
    ("GET", "/embed/{embedded}/", "ooooooooo"),
    ("GET", "/embed/{embedded}/style.css", "ooooooooo"),
    ("GET", "/events/", "ooooooooo"),
    ("GET", "/events/month/2026-12/", "ooooooooo"),
    ("GET", "/events/{draft}.ics", "nnnnnnnnn"),
    ("GET", "/events/{draft}/", "nnnoooono"),
    ("GET", "/events/{draft}/calendar", "nnnnnnnnn"),
    ("GET", "/events/{draft}/register", "nnnoooono"),
    ("GET", "/events/{draft}/register/sent", "nnnoooono"),
    ("GET", "/events/{internal}.ics", "nnnnnnnnn"),
    ("GET", "/events/{internal}/", "nnnoooono"),
    ("GET", "/events/{internal}/calendar", "nnnnnnnnn"),
    ("GET", "/events/{internal}/register", "nnnoooono"),
    ("GET", "/events/{partners_only}.ics", "nnnnnnnnn"),
    ("GET", "/events/{partners_only}/", "nnooooono"),
    ("GET", "/events/{partners_only}/register", "nnooooono"),
    ("POST", "/events/{partners_only}/register", "nnooooono"),
    ("GET", "/delegations/{delegation}/", "ooooooooo"),
    ("POST", "/delegations/{delegation}/calendar", "ooooooooo"),
    ("POST", "/delegations/{delegation}/calendar/renewal", "ooooooooo"),
    ("POST", "/delegations/{delegation}/calendar/withdrawal", "ooooooooo"),
    ("POST", "/delegations/{delegation}/completion", "ooooooooo"),
    ("POST", "/delegations/{delegation}/reopening", "ooooooooo"),
    ("GET", "/delegations/{delegation}/refusal", "ooooooooo"),
    ("POST", "/delegations/{delegation}/refusal", "ooooooooo"),
    ("GET", "/delegations/{delegation}/leader", "ooooooooo"),
    ("POST", "/delegations/{delegation}/leader", "ooooooooo"),
    ("GET", "/delegations/{delegation}/members/new", "ooooooooo"),
    ("POST", "/delegations/{delegation}/members/new", "ooooooooo"),
    ("GET", "/delegations/{delegation}/members/several", "ooooooooo"),
    ("POST", "/delegations/{delegation}/members/several", "ooooooooo"),
    ("GET", "/delegations/{delegation}/members/{delegate}/edit", "ooooooooo"),
    ("POST", "/delegations/{delegation}/members/{delegate}/edit", "ooooooooo"),
    ("GET", "/delegations/{delegation}/members/{delegate}/answers", "nnnnnnnnn"),
    ("POST", "/delegations/{delegation}/members/{delegate}/answers", "nnnnnnnnn"),
    ("GET", "/delegations/{delegation}/members/{delegate}/substitution", "ooooooooo"),
    ("POST", "/delegations/{delegation}/members/{delegate}/substitution", "ooooooooo"),
    ("POST", "/delegations/{delegation}/members/{delegate}/stepping-in", "ooooooooo"),
    ("POST", "/delegations/{delegation}/members/{delegate}/reserve", "ooooooooo"),
    ("GET", "/delegations/{delegation}/members/{delegate}/removal", "ooooooooo"),
    ("POST", "/delegations/{delegation}/members/{delegate}/removal", "ooooooooo"),
    # Their event asks about no travel.
    ("GET", "/delegations/{delegation}/travel/", "nnnnnnnnn"),
    ("GET", "/delegations/{delegation}/travel/{delegate}", "nnnnnnnnn"),
    ("POST", "/delegations/{delegation}/travel/{delegate}", "nnnnnnnnn"),
    ("GET", "/events/{public}.ics", "ooooooooo"),
    ("GET", "/events/{public}.json", "ooooooooo"),
    # Not published: there for its staff alone.
    ("GET", "/events/{public}/agenda.pdf", "nnnnnnnnn"),
    ("GET", "/events/{public}/agenda.html", "nnnnnnnnn"),
    ("GET", "/events/{public}/agenda/", "nnnoooono"),
    ("GET", "/static/leaflet/leaflet.js", "ooooooooo"),
    ("GET", "/events/{public}/", "ooooooooo"),
    ("GET", "/events/{public}/calendar", "ooooooooo"),
    ("GET", "/events/{public}/register", "ooooooooo"),
    ("POST", "/events/{public}/register", "ooooooooo"),
    ("GET", "/events/{public}/register/sent", "ooooooooo"),
    ("GET", "/events/{unlisted}.ics", "ooooooooo"),
    ("GET", "/events/{unlisted}/", "ooooooooo"),
    ("GET", "/guardians/{guardian}/", "ooooooooo"),
    ("POST", "/guardians/{guardian}/consent", "ooooooooo"),
    ("POST", "/guardians/{guardian}/refusal", "ooooooooo"),
    ("GET", "/healthz", "ooooooooo"),
    ("GET", "/invitations/{invitation}/", "ooooooooo"),
    ("GET", "/invitations/{invitation}/answer", "ooooooooo"),
    ("POST", "/invitations/{invitation}/answer", "ooooooooo"),
    ("GET", "/hosts/{host}/", "ooooooooo"),
    ("POST", "/hosts/{host}/confirmation", "ooooooooo"),
    ("GET", "/hosts/{host}/refusal", "ooooooooo"),
    ("POST", "/hosts/{host}/refusal", "ooooooooo"),
    ("GET", "/hosts/{host}/proposal", "ooooooooo"),
    ("POST", "/hosts/{host}/proposal", "ooooooooo"),
    ("GET", "/hosts/{host}/names.csv", "ooooooooo"),
    ("GET", "/hosts/{host}/names.xlsx", "ooooooooo"),
    ("GET", "/manage/events/{unlisted}/agenda/", "sssoooofo"),
    ("POST", "/manage/events/{unlisted}/agenda/", "sssffoofo"),
    ("GET", "/manage/events/{unlisted}/agenda/items/new", "sssffoofo"),
    ("POST", "/manage/events/{unlisted}/agenda/items/new", "sssffoofo"),
    ("GET", "/manage/events/{unlisted}/agenda/items/{hosted}/", "sssffoofo"),
    ("POST", "/manage/events/{unlisted}/agenda/items/{hosted}/", "sssffoofo"),
    ("GET", "/manage/events/{unlisted}/agenda/items/{hosted}/slot", "sssffoofo"),
    ("POST", "/manage/events/{unlisted}/agenda/items/{hosted}/slot", "sssffoofo"),
    ("POST", "/manage/events/{unlisted}/agenda/items/{hosted}/shift", "sssffoofo"),
    ("POST", "/manage/events/{unlisted}/agenda/items/{hosted}/copies", "sssffoofo"),
    ("GET", "/manage/events/{unlisted}/agenda/items/{hosted}/removal", "sssffoofo"),
    ("POST", "/manage/events/{unlisted}/agenda/items/{hosted}/removal", "sssffoofo"),
    ("POST", "/manage/events/{unlisted}/agenda/items/{hosted}/return", "sssffoofo"),
    # Nothing is planned on that day.
    ("GET", "/manage/events/{unlisted}/agenda/days/2020-02-29/copy", "sssffnnfn"),
    ("POST", "/manage/events/{unlisted}/agenda/days/2020-02-29/copy", "sssffnnfn"),
    ("POST", "/manage/events/{unlisted}/agenda/dates", "sssffoofo"),
    ("GET", "/manage/events/{unlisted}/agenda/tracks/", "sssffoofo"),
    ("POST", "/manage/events/{unlisted}/agenda/tracks/", "sssffoofo"),
    ("GET", "/manage/events/{unlisted}/agenda/tracks/{track}/", "sssffoofo"),
    ("POST", "/manage/events/{unlisted}/agenda/tracks/{track}/", "sssffoofo"),
    ("POST", "/manage/events/{unlisted}/agenda/tracks/{track}/position", "sssffoofo"),
    ("POST", "/manage/events/{unlisted}/agenda/tracks/{track}/removal", "sssffoofo"),
    ("GET", "/manage/events/{unlisted}/agenda/hosts/", "sssofoffo"),
    ("GET", "/manage/events/{unlisted}/agenda/hosts/{hosted}/", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/agenda/hosts/{hosted}/", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/agenda/hosts/{hosted}/letter", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/agenda/hosts/{hosted}/link", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/agenda/hosts/{hosted}/link/withdrawal", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/agenda/hosts/{hosted}/proposal", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/agenda/hosts/{hosted}/proposal/aside", "sssffoffo"),
    ("GET", "/manage/", "sssoooooo"),
    ("GET", "/manage/accessibility", "sssfffffo"),
    ("POST", "/manage/accessibility", "sssfffffo"),
    ("GET", "/manage/account/", "sssoooooo"),
    ("POST", "/manage/account/", "sssoooooo"),
    ("POST", "/manage/account/sessions/end", "sssssssss"),
    ("POST", "/manage/account/sessions/others/end", "sssoooooo"),
    ("POST", "/manage/account/sessions/1/end", "sssonnnnn"),
    ("GET", "/manage/calendars/", "sssoooooo"),
    ("GET", "/manage/calendars/all", "sssoooooo"),
    ("POST", "/manage/calendars/all", "sssoooooo"),
    ("POST", "/manage/calendars/all/renewal", "sssoooooo"),
    ("POST", "/manage/calendars/all/withdrawal", "sssoooooo"),
    ("GET", "/manage/calendars/projects/{project}", "sssoooono"),
    ("POST", "/manage/calendars/projects/{project}", "sssoooono"),
    ("POST", "/manage/calendars/projects/{project}/renewal", "sssoooono"),
    ("POST", "/manage/calendars/projects/{project}/withdrawal", "sssoooono"),
    ("GET", "/manage/colleagues/", "sssoooooo"),
    ("GET", "/manage/colleagues/new", "sssffoooo"),
    ("POST", "/manage/colleagues/new", "sssffoooo"),
    ("GET", "/manage/colleagues/1/", "sssononno"),
    ("POST", "/manage/colleagues/1/invitation", "sssfnonno"),
    ("GET", "/manage/colleagues/1/deactivation", "sssfnonno"),
    ("POST", "/manage/colleagues/1/deactivation", "sssfnonno"),
    ("POST", "/manage/colleagues/1/reactivation", "sssfnonno"),
    ("GET", "/manage/colleagues/roles/1/edit", "sssfnonno"),
    ("POST", "/manage/colleagues/roles/1/edit", "sssfnonno"),
    ("GET", "/manage/colleagues/roles/1/end", "sssononno"),
    ("POST", "/manage/colleagues/roles/1/end", "sssononno"),
    # Seen by whoever works for the organisation as a whole, kept by its coordinators.
    ("GET", "/manage/embeddings/", "sssoooooo"),
    ("GET", "/manage/embeddings/new", "sssffofoo"),
    ("POST", "/manage/embeddings/new", "sssffofoo"),
    ("GET", "/manage/embeddings/{embedded}/", "sssooonno"),
    ("GET", "/manage/embeddings/{embedded}/edit", "sssffonno"),
    ("POST", "/manage/embeddings/{embedded}/edit", "sssffonno"),
    ("GET", "/manage/embeddings/{embedded}/renewal", "sssffonno"),
    ("POST", "/manage/embeddings/{embedded}/renewal", "sssffonno"),
    ("GET", "/manage/embeddings/{embedded}/withdrawal", "sssffonno"),
    ("POST", "/manage/embeddings/{embedded}/withdrawal", "sssffonno"),
    ("GET", "/manage/events/", "sssoooooo"),
    ("GET", "/manage/events/new", "sssffoooo"),
    ("POST", "/manage/events/new", "sssffoooo"),
    ("GET", "/manage/events/{draft}/", "sssoooono"),
    ("GET", "/manage/events/{draft}/questions/{question}/edit", "sssffoono"),
    ("POST", "/manage/events/{draft}/questions/{question}/edit", "sssffoono"),
    ("POST", "/manage/events/{draft}/questions/{question}/position", "sssffoono"),
    ("GET", "/manage/events/{draft}/questions/{question}/removal", "sssffoono"),
    ("POST", "/manage/events/{draft}/questions/{question}/removal", "sssffoono"),
    ("GET", "/manage/events/{internal}/people/", "sssofofno"),
    ("GET", "/manage/events/{partners_only}/people/invitations/", "sssffofno"),
    ("GET", "/manage/events/{partners_only}/people/invitations/letters", "sssffofno"),
    ("POST", "/manage/events/{partners_only}/people/invitations/letters", "sssffofno"),
    ("GET", "/manage/events/{partners_only}/people/invitations/reminder", "sssffofno"),
    ("POST", "/manage/events/{partners_only}/people/invitations/reminder", "sssffofno"),
    ("GET", "/manage/events/{partners_only}/people/invitations/new", "sssffofno"),
    ("POST", "/manage/events/{partners_only}/people/invitations/new", "sssffofno"),
    ("POST", "/manage/events/{partners_only}/people/invitations/{guests}/renewal", "sssffofno"),
    ("POST", "/manage/events/{partners_only}/people/invitations/{guests}/withdrawal", "sssffofno"),
    ("GET", "/manage/events/{public}/agenda/publication", "sssffoofo"),
    ("POST", "/manage/events/{public}/agenda/publication", "sssffoofo"),
    ("GET", "/manage/events/{public}/agenda/versions/", "sssoooofo"),
    # None is published.
    ("GET", "/manage/events/{public}/agenda/versions/1/", "sssnnnnfn"),
    ("GET", "/manage/events/{public}/agenda/telling", "sssffoofo"),
    ("POST", "/manage/events/{public}/agenda/telling", "sssffoofo"),
    ("GET", "/manage/events/{public}/agenda/choices/", "sssofoffo"),
    ("GET", "/manage/events/{public}/", "sssoooofo"),
    ("GET", "/manage/events/{public}/cancellation", "sssffoofo"),
    ("POST", "/manage/events/{public}/cancellation", "sssffoofo"),
    ("GET", "/manage/events/{public}/edit", "sssffoofo"),
    ("POST", "/manage/events/{public}/edit", "sssffoofo"),
    ("GET", "/manage/events/{public}/history", "sssoooofo"),
    ("GET", "/manage/events/{public}/letters/", "sssffoffo"),
    ("GET", "/manage/events/{public}/letters/new", "sssffoffo"),
    ("POST", "/manage/events/{public}/letters/new", "sssffoffo"),
    ("GET", "/manage/events/{public}/letters/reminder", "sssffoffo"),
    ("POST", "/manage/events/{public}/letters/reminder", "sssffoffo"),
    ("GET", "/manage/events/{public}/letters/all", "sssffoffo"),
    ("GET", "/manage/events/{public}/letters/all/zzzz/", "sssffnffn"),
    ("POST", "/manage/events/{public}/letters/all/zzzz/again", "sssffnffn"),
    ("POST", "/manage/events/{public}/letters/all/zzzz/seen", "sssffnffn"),
    ("GET", "/manage/events/{public}/letters/zzzzzzzz/", "sssffnffn"),
    ("POST", "/manage/events/{public}/letters/zzzzzzzz/", "sssffnffn"),
    ("GET", "/manage/events/{public}/letters/zzzzzzzz/preview", "sssffnffn"),
    ("POST", "/manage/events/{public}/letters/zzzzzzzz/test", "sssffnffn"),
    ("POST", "/manage/events/{public}/letters/zzzzzzzz/sending", "sssffnffn"),
    ("POST", "/manage/events/{public}/letters/zzzzzzzz/schedule", "sssffnffn"),
    ("POST", "/manage/events/{public}/letters/zzzzzzzz/withdrawal", "sssffnffn"),
    ("POST", "/manage/events/{public}/letters/zzzzzzzz/deletion", "sssffnffn"),
    ("GET", "/manage/events/{public}/papers/", "sssoooofo"),
    ("GET", "/manage/events/{public}/papers/agenda.pdf", "sssoooofo"),
    ("GET", "/manage/events/{public}/papers/agenda.html", "sssoooofo"),
    ("GET", "/manage/events/{public}/papers/participants.pdf", "sssofoffo"),
    ("GET", "/manage/events/{public}/papers/participants.html", "sssofoffo"),
    ("GET", "/manage/events/{public}/papers/badges.pdf", "sssofoffo"),
    ("GET", "/manage/events/{public}/papers/invitation.pdf", "sssofoffo"),
    ("GET", "/manage/events/{public}/papers/travel-order.pdf", "sssofoffo"),
    ("GET", "/manage/events/{public}/papers/host-pack.pdf", "sssoooofo"),
    ("GET", "/manage/events/{public}/papers/host-pack.html", "sssoooofo"),
    ("GET", "/manage/events/{public}/papers/host-pack", "sssffoofo"),
    ("POST", "/manage/events/{public}/papers/host-pack", "sssffoofo"),
    ("GET", "/manage/events/{public}/papers/nothing.pdf", "sssnnnnfn"),
    ("GET", "/manage/events/{public}/people/", "sssofoffo"),
    ("POST", "/manage/events/{public}/people/closing", "sssffoffo"),
    ("GET", "/manage/events/{public}/people/duplicates", "sssffoffo"),
    ("POST", "/manage/events/{public}/people/duplicates", "sssffnffn"),
    ("GET", "/manage/events/{public}/preview", "sssoooofo"),
    ("GET", "/manage/events/{public}/preview/form", "sssoooofo"),
    ("GET", "/manage/events/{public}/people/export", "sssffoffo"),
    ("GET", "/manage/events/{public}/people/export.csv", "sssffoffo"),
    ("GET", "/manage/events/{public}/people/export.xlsx", "sssffoffo"),
    ("GET", "/manage/events/{public}/people/import", "sssffoffo"),
    ("POST", "/manage/events/{public}/people/import", "sssffoffo"),
    ("GET", "/manage/events/{public}/people/import/{imported}/", "sssffoffo"),
    ("GET", "/manage/events/{public}/people/import/{imported}/columns", "sssffoffo"),
    ("POST", "/manage/events/{public}/people/import/{imported}/columns", "sssffoffo"),
    ("POST", "/manage/events/{public}/people/import/{imported}/discard", "sssffoffo"),
    ("GET", "/manage/events/{public}/people/import/{imported}/left-out.csv", "sssffoffo"),
    ("POST", "/manage/events/{public}/people/import/{imported}/start", "sssffoffo"),
    ("POST", "/manage/events/{public}/people/import/{imported}/stop", "sssffoffo"),
    ("GET", "/manage/events/{public}/people/new", "sssofoffo"),
    ("POST", "/manage/events/{public}/people/new", "sssofoffo"),
    ("POST", "/manage/events/{public}/people/opening", "sssffoffo"),
    ("GET", "/manage/events/{public}/people/places", "sssffoffo"),
    ("POST", "/manage/events/{public}/people/places", "sssffoffo"),
    ("GET", "/manage/events/{public}/people/print", "sssofoffo"),
    ("GET", "/manage/events/{public}/people/replies", "sssffoffo"),
    # No answer came by mail: whoever may look is told that there is none.
    ("POST", "/manage/events/{public}/people/replies/1", "sssffnffn"),
    ("GET", "/manage/events/{public}/people/selection", "sssffoffo"),
    ("POST", "/manage/events/{public}/people/selection", "sssffoffo"),
    ("GET", "/manage/events/{unlisted}/delegations/", "sssofoffo"),
    ("GET", "/manage/events/{unlisted}/delegations/new", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/delegations/new", "sssffoffo"),
    ("GET", "/manage/events/{unlisted}/delegations/plan", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/delegations/plan", "sssffoffo"),
    ("GET", "/manage/events/{unlisted}/delegations/leaders", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/delegations/leaders", "sssffoffo"),
    ("GET", "/manage/events/{unlisted}/delegations/invitations", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/delegations/invitations", "sssffoffo"),
    ("GET", "/manage/events/{unlisted}/delegations/reminders", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/delegations/reminders", "sssffoffo"),
    ("GET", "/manage/events/{unlisted}/delegations/{group}/", "sssofoffo"),
    ("GET", "/manage/events/{unlisted}/delegations/{group}/edit", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/delegations/{group}/edit", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/delegations/{group}/link", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/delegations/{group}/link/withdrawal", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/delegations/{group}/invitation", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/delegations/{group}/invitation/again", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/delegations/{group}/reminder", "sssffoffo"),
    ("POST", "/manage/events/{unlisted}/delegations/{group}/removal", "sssffoffo"),
    ("GET", "/manage/events/{unlisted}/delegations/{group}/wishes/zzzz", "sssffnffn"),
    ("POST", "/manage/events/{unlisted}/delegations/{group}/wishes/zzzz", "sssffnffn"),
    ("GET", "/manage/events/{public}/people/{person}/", "sssofoffo"),
    ("GET", "/manage/events/{public}/people/{person}/cancellation", "sssoooooo"),
    ("POST", "/manage/events/{public}/people/{person}/cancellation", "sssffoffo"),
    ("GET", "/manage/events/{public}/people/{person}/edit", "sssffoffo"),
    ("POST", "/manage/events/{public}/people/{person}/edit", "sssffoffo"),
    ("POST", "/manage/events/{public}/people/{person}/notes", "sssofoffo"),
    # The note of somebody else: a helper removes only their own.
    ("POST", "/manage/events/{public}/people/{person}/notes/1/removal", "sssffoffo"),
    ("GET", "/manage/events/{public}/logistics/", "sssofoffo"),
    ("GET", "/manage/events/{draft}/logistics/", "sssofofno"),
    ("GET", "/manage/events/{public}/logistics/arrivals/", "sssofoffo"),
    ("GET", "/manage/events/{public}/logistics/arrivals/print", "sssofoffo"),
    ("GET", "/manage/events/{public}/logistics/arrivals.xlsx", "sssffoffo"),
    ("GET", "/manage/events/{public}/logistics/access/", "sssffofff"),
    ("GET", "/manage/events/{public}/logistics/access/print", "sssffofff"),
    ("GET", "/manage/events/{public}/logistics/access.xlsx", "sssffofff"),
    ("GET", "/manage/events/{public}/logistics/meals/", "sssofoffo"),
    ("GET", "/manage/events/{public}/logistics/settings", "sssffoffo"),
    ("POST", "/manage/events/{public}/logistics/settings", "sssffoffo"),
    ("GET", "/manage/events/{public}/logistics/travel/factors", "sssffoffo"),
    ("POST", "/manage/events/{public}/logistics/travel/factors", "sssffoffo"),
    ("POST", "/manage/events/{public}/logistics/arrivals/assignment", "sssffoffo"),
    ("GET", "/manage/events/{public}/logistics/arrivals/groups/new", "sssffoffo"),
    ("POST", "/manage/events/{public}/logistics/arrivals/groups/new", "sssffoffo"),
    ("GET", "/manage/events/{public}/logistics/arrivals/groups/zzzzzzzz/edit", "sssffnffn"),
    ("POST", "/manage/events/{public}/logistics/arrivals/groups/zzzzzzzz/edit", "sssffnffn"),
    ("GET", "/manage/events/{public}/logistics/arrivals/groups/zzzzzzzz/removal", "sssffnffn"),
    ("POST", "/manage/events/{public}/logistics/arrivals/groups/zzzzzzzz/removal", "sssffnffn"),
    ("POST", "/manage/events/{public}/logistics/rooms/assignment", "sssffoffo"),
    ("GET", "/manage/events/{public}/logistics/rooms/new", "sssffoffo"),
    ("POST", "/manage/events/{public}/logistics/rooms/new", "sssffoffo"),
    ("GET", "/manage/events/{public}/logistics/rooms/zzzzzzzz/edit", "sssffnffn"),
    ("POST", "/manage/events/{public}/logistics/rooms/zzzzzzzz/edit", "sssffnffn"),
    ("GET", "/manage/events/{public}/logistics/rooms/zzzzzzzz/removal", "sssffnffn"),
    ("POST", "/manage/events/{public}/logistics/rooms/zzzzzzzz/removal", "sssffnffn"),
    ("GET", "/manage/events/{public}/logistics/items/zzzzzzzz", "sssffnffn"),
    ("POST", "/manage/events/{public}/logistics/items/zzzzzzzz", "sssffnffn"),
    ("GET", "/manage/events/{public}/logistics/people/{person}", "sssffnffn"),
    ("POST", "/manage/events/{public}/logistics/people/{person}", "sssffnffn"),
    ("POST", "/manage/events/{public}/logistics/meals/link", "sssffofff"),
    ("POST", "/manage/events/{public}/logistics/meals/link/withdrawal", "sssffofff"),
    ("GET", "/manage/events/{public}/questions/", "sssffoofo"),
    ("GET", "/manage/events/{public}/questions/new", "sssffoofo"),
    ("POST", "/manage/events/{public}/questions/new", "sssffoofo"),
    ("GET", "/manage/events/{public}/questions/preview", "sssffoofo"),
    ("GET", "/manage/events/{public}/questions/results", "sssffoofo"),
    ("GET", "/manage/events/{public}/registration", "sssffoofo"),
    ("POST", "/manage/events/{public}/registration", "sssffoofo"),
    ("GET", "/manage/events/{public}/takeaways/", "sssofoofo"),
    ("GET", "/manage/events/{public}/takeaways/card", "sssffoofo"),
    ("POST", "/manage/events/{public}/takeaways/card", "sssffoofo"),
    ("GET", "/manage/events/{public}/texts", "sssffoofo"),
    ("POST", "/manage/events/{public}/texts", "sssffoofo"),
    ("GET", "/manage/put-offs/", "sssoooooo"),
    ("POST", "/manage/put-offs/", "sssoooooo"),
    ("GET", "/manage/projects/", "sssoooooo"),
    ("GET", "/manage/projects/new", "sssfffffo"),
    ("POST", "/manage/projects/new", "sssfffffo"),
    ("GET", "/manage/projects/{project}/", "sssoooofo"),
    ("GET", "/manage/projects/{project}/contacts", "sssfffofo"),
    ("POST", "/manage/projects/{project}/contacts", "sssfffofo"),
    ("GET", "/manage/projects/{project}/documents", "sssfffofo"),
    ("POST", "/manage/projects/{project}/documents", "sssfffofo"),
    ("GET", "/manage/projects/{project}/facts", "sssfffofo"),
    ("POST", "/manage/projects/{project}/facts", "sssfffofo"),
    ("GET", "/manage/projects/{project}/groups", "sssfffofo"),
    ("POST", "/manage/projects/{project}/groups", "sssfffofo"),
    ("GET", "/manage/projects/{project}/history", "sssoooofo"),
    ("GET", "/manage/projects/{project}/milestones", "sssfffofo"),
    ("POST", "/manage/projects/{project}/milestones", "sssfffofo"),
    ("GET", "/manage/projects/{project}/money/", "sssoooofo"),
    ("GET", "/manage/projects/{project}/money/new", "sssfffofo"),
    ("POST", "/manage/projects/{project}/money/new", "sssfffofo"),
    ("GET", "/manage/projects/{project}/money/1/", "sssfffnfn"),
    ("POST", "/manage/projects/{project}/money/1/", "sssfffnfn"),
    ("GET", "/manage/projects/{project}/money/1/deletion", "sssfffnfn"),
    ("POST", "/manage/projects/{project}/money/1/deletion", "sssfffnfn"),
    ("GET", "/manage/projects/{project}/news-text", "sssoooofo"),
    ("GET", "/manage/projects/{project}/phases/", "sssoooofo"),
    ("GET", "/manage/projects/{project}/phases/new", "sssfffofo"),
    ("POST", "/manage/projects/{project}/phases/new", "sssfffofo"),
    ("GET", "/manage/projects/{project}/phases/1/", "sssfffofo"),
    ("POST", "/manage/projects/{project}/phases/1/", "sssfffofo"),
    ("GET", "/manage/projects/{project}/phases/1/deletion", "sssfffofo"),
    ("POST", "/manage/projects/{project}/phases/1/deletion", "sssfffofo"),
    ("GET", "/manage/projects/{project}/practices/", "sssoooofo"),
    ("GET", "/manage/projects/{project}/practices/new", "sssfffofo"),
    ("POST", "/manage/projects/{project}/practices/new", "sssfffofo"),
    ("GET", "/manage/projects/{project}/practices/nothing", "sssfffnfn"),
    ("POST", "/manage/projects/{project}/practices/nothing", "sssfffnfn"),
    ("POST", "/manage/projects/{project}/practices/nothing/withdraw", "sssfffnfn"),
    ("GET", "/manage/retention/", "sssoooooo"),
    ("GET", "/manage/retention/brasla-municipality/", "sssffoffo"),
    ("GET", "/manage/organisations/", "sssoooooo"),
    ("GET", "/manage/organisations/new", "sssfffffo"),
    ("POST", "/manage/organisations/new", "sssfffffo"),
    ("GET", "/manage/organisations/brasla-municipality/", "sssoooono"),
    ("GET", "/manage/organisations/brasla-municipality/edit", "sssffofno"),
    ("POST", "/manage/organisations/brasla-municipality/edit", "sssffofno"),
    ("POST", "/manage/organisations/brasla-municipality/aliases", "sssffofno"),
    ("POST", "/manage/organisations/brasla-municipality/aliases/removal", "sssffofno"),
    ("POST", "/manage/organisations/brasla-municipality/logo", "sssffofno"),
    ("POST", "/manage/organisations/brasla-municipality/logo/removal", "sssffofno"),
    ("GET", "/manage/places/", "sssffoooo"),
    ("GET", "/manage/places/lonely-pier/edit", "sssffoooo"),
    ("POST", "/manage/places/lonely-pier/edit", "sssffoooo"),
    ("GET", "/manage/programmes/", "sssoooooo"),
    ("GET", "/manage/programmes/new", "sssfffffo"),
    ("POST", "/manage/programmes/new", "sssfffffo"),
    ("GET", "/manage/programmes/funds/", "sssoooooo"),
    ("POST", "/manage/programmes/funds/", "sssfffffo"),
    ("GET", "/manage/programmes/funds/sea-fund/edit", "sssfffffo"),
    ("POST", "/manage/programmes/funds/sea-fund/edit", "sssfffffo"),
    ("GET", "/manage/programmes/target-groups/", "sssoooooo"),
    ("POST", "/manage/programmes/target-groups/", "sssfffffo"),
    ("GET", "/manage/programmes/target-groups/fishers/edit", "sssfffffo"),
    ("POST", "/manage/programmes/target-groups/fishers/edit", "sssfffffo"),
    ("POST", "/manage/programmes/target-groups/fishers/move", "sssfffffo"),
    ("POST", "/manage/programmes/target-groups/fishers/retirement", "sssfffffo"),
    ("GET", "/manage/programmes/tides-together/", "sssoooooo"),
    ("GET", "/manage/programmes/tides-together/edit", "sssfffffo"),
    ("POST", "/manage/programmes/tides-together/edit", "sssfffffo"),
    ("POST", "/manage/programmes/tides-together/logo", "sssfffffo"),
    ("POST", "/manage/programmes/tides-together/logo/removal", "sssfffffo"),
    ("GET", "/manage/sign-in", "ooooooooo"),
    ("POST", "/manage/sign-in", "ooooooooo"),
    ("GET", "/manage/sign-in/sent", "ooooooooo"),
    ("GET", "/manage/sign-in/unknown", "nnnnnnnnn"),
    ("POST", "/manage/sign-in/unknown", "ooooooooo"),
    ("POST", "/manage/sign-out", "ooooooooo"),
    ("GET", "/metrics", "nnnnnnnnn"),
    ("GET", "/manage/travel-factors/", "sssfffffo"),
    ("POST", "/manage/travel-factors/", "sssfffffo"),
    ("GET", "/partners/brasla-municipality/", "ooooooooo"),
    ("GET", "/pictures/{logo}.png", "ooooooooo"),
    ("GET", "/preferences", "ooooooooo"),
    ("POST", "/preferences", "ooooooooo"),
    ("GET", "/privacy", "ooooooooo"),
    ("GET", "/privacy/brasla-municipality", "ooooooooo"),
    ("GET", "/projects/{project}/", "ooooooooo"),
    ("GET", "/readyz", "ooooooooo"),
    ("GET", "/registrations/links", "ooooooooo"),
    ("GET", "/registrations/offline.js", "ooooooooo"),
    ("POST", "/registrations/links", "ooooooooo"),
    ("GET", "/registrations/links/sent", "ooooooooo"),
    ("GET", "/registrations/{registration}/delegate", "nnnnnnnnn"),
    ("POST", "/registrations/{registration}/delegate", "nnnnnnnnn"),
    ("GET", "/registrations/{registration}/", "ooooooooo"),
    ("POST", "/registrations/{registration}/acceptance", "ooooooooo"),
    ("GET", "/registrations/{registration}/agenda/", "ooooooooo"),
    ("GET", "/registrations/{registration}/choices/", "ooooooooo"),
    ("POST", "/registrations/{registration}/choices/", "ooooooooo"),
    ("GET", "/registrations/{registration}/calendar", "ooooooooo"),
    ("POST", "/registrations/{registration}/calendar", "ooooooooo"),
    ("POST", "/registrations/{registration}/calendar/renewal", "ooooooooo"),
    ("POST", "/registrations/{registration}/calendar/withdrawal", "ooooooooo"),
    ("GET", "/registrations/{registration}/cancellation", "ooooooooo"),
    ("POST", "/registrations/{registration}/cancellation", "ooooooooo"),
    ("GET", "/registrations/{registration}/change", "ooooooooo"),
    ("POST", "/registrations/{registration}/change", "ooooooooo"),
    ("GET", "/registrations/{registration}/data", "ooooooooo"),
    ("GET", "/registrations/{registration}/data.json", "ooooooooo"),
    ("GET", "/registrations/{registration}/erasure", "ooooooooo"),
    ("POST", "/registrations/{registration}/erasure", "ooooooooo"),
    ("GET", "/registrations/{registration}/event.ics", "ooooooooo"),
    ("GET", "/registrations/{registration}/answer", "ooooooooo"),
    ("POST", "/registrations/{registration}/answer", "ooooooooo"),
    ("GET", "/registrations/{registration}/reconfirmation", "ooooooooo"),
    ("POST", "/registrations/{registration}/reconfirmation", "ooooooooo"),
    ("POST", "/registrations/{registration}/consents/zzzzzzzz/withdrawal", "ooooooooo"),
    ("GET", "/registrations/{registration}/guardian", "ooooooooo"),
    ("POST", "/registrations/{registration}/guardian", "ooooooooo"),
    ("POST", "/registrations/{registration}/photographs", "ooooooooo"),
    ("POST", "/registrations/{registration}/refusal", "ooooooooo"),
    ("GET", "/registrations/{registration}/papers/", "ooooooooo"),
    ("GET", "/registrations/{registration}/papers/invitation.pdf", "ooooooooo"),
    ("GET", "/registrations/{registration}/papers/invitation.html", "ooooooooo"),
    ("GET", "/registrations/{registration}/papers/travel-order.pdf", "ooooooooo"),
    ("GET", "/registrations/{registration}/papers/host-pack.html", "ooooooooo"),
    ("GET", "/registrations/{registration}/papers/agenda.pdf", "nnnnnnnnn"),
    ("GET", "/registrations/{registration}/papers/badges.pdf", "nnnnnnnnn"),
    ("GET", "/registrations/{registration}/takeaways", "ooooooooo"),
    ("GET", "/registrations/{registration}/takeaways/visit", "ooooooooo"),
    ("POST", "/registrations/{registration}/takeaways/visit", "ooooooooo"),
    ("POST", "/registrations/{registration}/takeaways/visit/withdraw", "ooooooooo"),
    # Their event asks about no travel.
    ("GET", "/registrations/{registration}/travel", "nnnnnnnnn"),
    ("POST", "/registrations/{registration}/travel", "nnnnnnnnn"),
    ("GET", "/registrations/{registration}/verification", "ooooooooo"),
    ("POST", "/registrations/{registration}/verification", "ooooooooo"),
    ("GET", "/robots.txt", "ooooooooo"),
    ("GET", "/sitemap.xml", "ooooooooo"),
    ("GET", "/static/app.css", "ooooooooo"),
]

#: The file of people that lies there.
IMPORTED = "fetched2"
#: The list of Brasla's events on other sites.
EMBEDDED = "fetched3"

#: Endpoints of files, which are the same for everybody.
FILES = {"static"}


@dataclass(frozen=True)
class House:
    """An app with the cast in it, and a copy of its database to go back to."""

    app: Flask
    people: People
    stored: Path
    copy: Path

    def restore(self) -> None:
        """Undo whatever was done."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        copy_database(self.copy, self.stored)

    def address(self, template: str) -> str:
        """The address with the codes and links of the cast in it."""
        person = self.people.registration.partition("-")[0]
        guests = self.people.invitation.partition("-")[0]
        group = self.people.delegation.partition("-")[0]
        about = {"person": person, "guests": guests, "imported": IMPORTED, "embedded": EMBEDDED}
        about["group"] = group
        return template.format(**vars(self.people), **about)


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite database with SQLite's own backup, whatever lies in its log."""
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()


@pytest.fixture(scope="module")
def house(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all lines of the table; each line that writes goes back to the start."""
    data = tmp_path_factory.mktemp("house")
    databases.copy_sqlite(shared, data / "data")
    app = create_app(databases.SETTINGS | {"VIZITE_DATA": str(data / "data")})
    # The forms still ask for their token; only the check before everything else would answer
    # every POST alike.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    people = cast(app)
    _upload(app, people)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    stored = data / "data" / "vizite.db"
    copy_database(stored, data / "copy.db")
    yield House(app, people, stored, data / "copy.db")
    databases.close(app)


def _upload(app: Flask, people: People) -> None:
    """A file of people on its way in, a note about somebody, a list on other sites."""
    public_id = people.registration.partition("-")[0]
    with app.app_context(), write():
        registration = db.session.scalars(select(Registration).filter_by(public_id=public_id)).one()
        db.session.add(PeopleNote(registration_id=registration.id, text="Comes by bus"))
        db.session.add(
            PeopleImport(
                public_id=IMPORTED,
                event_id=registration.event_id,
                account_id=people.partner_coordinator.account_id or 0,
                file_name="list.csv",
                content=b"Name\nAnna\n",
                reading=Reading("csv").as_json(),
                columns=["name"],
                headings=["Name"],
                language="en",
            )
        )
        db.session.add(
            Embedding(
                code=EMBEDDED,
                organisation_id=people.organisation_ids["brasla"],
                name="Events",
                language="en",
                sites=["https://www.brasla.example.org"],
            )
        )


def outcome(response: TestResponse) -> str:
    """The letter of an answer."""
    location = response.headers.get("Location", "")
    if location.split("?")[0] == "/manage/sign-in":
        return "s"
    letters = {403: "f", 404: "n", 500: "X"}
    return letters.get(response.status_code, "o")


@pytest.mark.parametrize(("method", "address", "expected"), TABLE)
def test_each_person_gets_what_the_table_says(
    house: House, method: str, address: str, expected: str
) -> None:
    """And nothing else."""
    got = ""
    for who in house.people:
        answer = who.client(house.app).open(house.address(address), method=method)
        got += outcome(answer)
        answer.get_data()  # a stream read to its end, as a server does, leaves nothing behind
        if method != "GET":
            house.restore()

    assert got == expected


def test_every_route_has_a_line(house: House) -> None:
    """A route nobody thought about is a hole."""
    found = set()
    adapter = house.app.url_map.bind("localhost")
    for method, address, _ in TABLE:
        try:
            found.add((method, adapter.match(house.address(address), method=method)[0]))
        except (NotFound, MethodNotAllowed):
            pytest.fail(f"{method} {address} leads nowhere")

    wanted = {
        (method, rule.endpoint)
        for rule in house.app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS") and rule.endpoint not in FILES
    }
    assert found == wanted


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (module, name)
        for module in SIGNALS
        for name, value in vars(module).items()
        if isinstance(value, Signal)
    ],
)
def test_every_signal_has_a_listener(app: Flask, module: ModuleType, name: str) -> None:
    """In web, worker and commands alike: all are made by `create_app`, which wires them."""
    assert getattr(module, name).receivers
