"""Which capabilities make up the application: their routes, listeners and commands.

The only place that knows them all: removing a capability is removing its folder and its line.
"""

from flask import Flask

from webapp.accounts import models as _accounts
from webapp.accounts import sign_in
from webapp.accounts import views as accounts_views
from webapp.agenda import calendar_sources as _item_sources  # noqa: F401 announces itself
from webapp.agenda import following as _agenda_following  # noqa: F401 hears of events
from webapp.agenda import history_words as _agenda_history  # noqa: F401 announces itself
from webapp.agenda import manage as agenda_desk
from webapp.agenda import map as agenda_map
from webapp.agenda import models as _agenda
from webapp.agenda import publishing as agenda_publishing
from webapp.agenda import views as agenda_views
from webapp.api import events as _api_events  # noqa: F401 on the same blueprint
from webapp.api import openapi as _openapi  # noqa: F401 on the same blueprint
from webapp.api import operations as api
from webapp.api import pages as _api_pages  # noqa: F401 on the same blueprint
from webapp.api import projects as _api_projects  # noqa: F401 on the same blueprint
from webapp.api import words as _api_words  # noqa: F401 on the same blueprint
from webapp.calendars import delegation_feed as _delegation_feed  # noqa: F401 announces itself
from webapp.calendars import delegation_views as _delegation_views  # noqa: F401 same blueprint
from webapp.calendars import event_pages as _event_pages  # noqa: F401 on the same blueprint
from webapp.calendars import link_contents as _link_contents  # noqa: F401 announces itself
from webapp.calendars import link_erasing as _link_erasing  # noqa: F401 announces itself
from webapp.calendars import link_fetches, link_pages
from webapp.calendars import link_models as _calendar_links
from webapp.calendars import link_views as _link_views  # noqa: F401 on the same blueprint
from webapp.calendars import pages as _calendar_pages  # noqa: F401 on the same blueprint
from webapp.calendars import views as calendar_views
from webapp.choices import desk as choices_desk
from webapp.choices import digest_models as _agenda_tellings
from webapp.choices import digests as _agenda_digests  # noqa: F401 its sweep
from webapp.choices import erasing as _choice_erasing  # noqa: F401 announces itself
from webapp.choices import listeners as _choice_listeners  # noqa: F401 hears of items, seats
from webapp.choices import models as _choices
from webapp.choices import views as choice_views
from webapp.core import changes as _changes
from webapp.core import content as _content
from webapp.core import pictures as _pictures
from webapp.delegations import delegate_views as _delegate_views  # noqa: F401 same blueprint
from webapp.delegations import desk_views as delegation_desk
from webapp.delegations import erasing as _delegation_erasing  # noqa: F401 announces itself
from webapp.delegations import event_news as _delegation_event_news  # noqa: F401 hears of events
from webapp.delegations import history_words as _delegation_history  # noqa: F401 announces itself
from webapp.delegations import host_desk, host_views
from webapp.delegations import host_erasing as _host_erasing  # noqa: F401 announces itself
from webapp.delegations import host_models as _hosts
from webapp.delegations import host_replacing as _host_replacing  # noqa: F401 hears of items
from webapp.delegations import host_sweeps as _host_sweeps  # noqa: F401 announce themselves
from webapp.delegations import models as _delegations
from webapp.delegations import news_models as _delegation_news
from webapp.delegations import standing as _delegation_standing  # noqa: F401 hears of rows
from webapp.delegations import sweeps as _delegation_sweeps  # noqa: F401 announce themselves
from webapp.delegations import views as delegation_views
from webapp.embeddings import manage as embedding_desk
from webapp.embeddings import models as _embeddings
from webapp.embeddings import views as embedding_views
from webapp.entries import models as _entries
from webapp.entries import rebuilding
from webapp.events import calendar_sources as _calendar_sources  # noqa: F401 announces itself
from webapp.events import live as _live  # noqa: F401 says which projects have live events
from webapp.events import manage as event_desk
from webapp.events import models as _events
from webapp.events import place_desk
from webapp.events import views as event_views
from webapp.letters import listeners as _letter_listeners  # noqa: F401 hears of events
from webapp.letters import models as _letters
from webapp.letters import views as letter_views
from webapp.logistics import caterers, travel_views
from webapp.logistics import erasing as _travel_erasing  # noqa: F401 announces itself
from webapp.logistics import leader_views as _leader_travel  # noqa: F401 on the same blueprint
from webapp.logistics import manage as logistics_desk
from webapp.logistics import manage_factors as factors_desk
from webapp.logistics import models as _logistics
from webapp.mail import bounces as _bounces  # noqa: F401 reads the mailbox
from webapp.mail import models as _mail
from webapp.mail import nudging
from webapp.mail import work as _work  # noqa: F401 its sweeps
from webapp.manage import calendar_feed as _work_calendars  # noqa: F401 announces itself
from webapp.manage import calendar_pages as calendar_desk
from webapp.manage import home as manage_home
from webapp.manage import viewer
from webapp.manage.commands import accounts as account_commands
from webapp.manage.commands import exporting as export_commands
from webapp.manage.commands import generating as generating_commands
from webapp.manage.commands import importing as import_commands
from webapp.manage.commands import keeping as keeping_commands
from webapp.manage.commands import letters as letter_commands
from webapp.manage.commands import work as work_commands
from webapp.needs import models as _needs
from webapp.needs import sweeps as _need_sweeps  # noqa: F401 announces itself
from webapp.papers import desk as paper_desk
from webapp.papers import history_words as _paper_history  # noqa: F401 announces itself
from webapp.papers import models as _papers
from webapp.papers import views as paper_views
from webapp.papers import visit_views as visit_papers
from webapp.papers import writing as _paper_writing  # noqa: F401 on the same blueprint
from webapp.practices import card_desk
from webapp.practices import desk as takeaways_desk
from webapp.practices import erasing as _takeaway_erasing  # noqa: F401 announces itself
from webapp.practices import models as _practices
from webapp.practices import views as takeaway_views
from webapp.programmes import manage as programme_desk
from webapp.programmes import manage_lists as _programme_lists  # noqa: F401 on the same blueprint
from webapp.programmes import models as _programmes
from webapp.projects import colleagues
from webapp.projects import manage as project_desk
from webapp.projects import models as _projects
from webapp.projects import money as _money
from webapp.projects import organisation_manage as organisation_desk
from webapp.projects import organisation_manage_new as _organisation_manage_new  # noqa: F401 on it
from webapp.projects import roles as _roles
from webapp.projects import sources as _sources
from webapp.projects import views as project_views
from webapp.questions import listeners as _question_listeners  # noqa: F401 seats, copies
from webapp.questions import manage as question_desk
from webapp.questions import models as _questions
from webapp.registrations import asking_views as _asking_views  # noqa: F401 on the same blueprint
from webapp.registrations import guardian_models as _guardians
from webapp.registrations import guardian_views as _guardian_views  # noqa: F401 same blueprint
from webapp.registrations import invitation_views, people, retention_manage
from webapp.registrations import invitee_models as _invitees
from webapp.registrations import listeners as _listeners  # noqa: F401 the line hears of room
from webapp.registrations import models as _registrations
from webapp.registrations import need_sweeps as _ended_sweeps  # noqa: F401 announces itself
from webapp.registrations import notifications as _notifications  # noqa: F401 listens to events
from webapp.registrations import people_import_models as _people_imports
from webapp.registrations import people_notes as _people_notes
from webapp.registrations import people_pairs as _people_pairs
from webapp.registrations import preview as _preview  # noqa: F401 on the same blueprint
from webapp.registrations import reconfirmations as _reconfirmations
from webapp.registrations import replies as _mailed_replies  # noqa: F401 reads the mailbox
from webapp.registrations import replies_models as _replies
from webapp.registrations import rights_views as _rights_views  # noqa: F401 same blueprint
from webapp.registrations import scheduling_models as _scheduling
from webapp.registrations import scheduling_views as _scheduling_views  # noqa: F401 same blueprint
from webapp.registrations import sweeps as _registration_sweeps  # noqa: F401 announce themselves
from webapp.registrations import views as registration_views
from webapp.seats import models as _seats
from webapp.site import (
    accessibility,
    components,
    health,
    home,
    pages,
    partner,
    preferences,
    privacy,
    privacy_organiser,
    robots,
)
from webapp.site import accessibility_models as _accessibility

#: They add their routes to the one blueprint in `site.pages`.
_SITE_PAGES = (home, partner, preferences, privacy, privacy_organiser, accessibility, robots)
#: Every module with tables, so that migrations see them all.
MODELS = (
    _accessibility,
    _accounts,
    _agenda,
    _calendar_links,
    _changes,
    _agenda_tellings,
    _choices,
    _content,
    _delegation_news,
    _delegations,
    _embeddings,
    _entries,
    _events,
    _guardians,
    _hosts,
    _invitees,
    _letters,
    _logistics,
    _practices,
    _mail,
    _money,
    _needs,
    _papers,
    _people_imports,
    _people_notes,
    _people_pairs,
    _pictures,
    _programmes,
    _projects,
    _questions,
    _reconfirmations,
    _registrations,
    _replies,
    _roles,
    _scheduling,
    _seats,
    _sources,
)


def connect(app: Flask) -> None:
    """Register every blueprint, listener and command."""
    app.register_blueprint(health.blueprint)
    app.register_blueprint(components.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(project_views.blueprint)
    app.register_blueprint(project_desk.blueprint)
    app.register_blueprint(event_views.blueprint)
    app.register_blueprint(event_desk.blueprint)
    app.register_blueprint(agenda_views.blueprint)
    app.register_blueprint(agenda_desk.blueprint)
    app.register_blueprint(agenda_map.blueprint)
    app.register_blueprint(agenda_publishing.blueprint)
    app.register_blueprint(choices_desk.blueprint)
    app.register_blueprint(programme_desk.blueprint)
    app.register_blueprint(organisation_desk.blueprint)
    app.register_blueprint(place_desk.blueprint)
    app.register_blueprint(manage_home.blueprint)
    app.register_blueprint(colleagues.blueprint)
    app.register_blueprint(calendar_desk.blueprint)
    app.cli.add_command(rebuilding.rebuild_command)
    nudging.init_app(app)
    sign_in.init_app(app)
    viewer.init_app(app)
    app.register_blueprint(accounts_views.blueprint)
    app.register_blueprint(calendar_views.blueprint)
    app.register_blueprint(link_pages.blueprint)
    link_fetches.init_app(app)
    app.register_blueprint(registration_views.blueprint)
    app.register_blueprint(choice_views.blueprint)
    app.register_blueprint(invitation_views.blueprint)
    app.register_blueprint(people.blueprint)
    app.register_blueprint(retention_manage.blueprint)
    app.register_blueprint(question_desk.blueprint)
    app.register_blueprint(host_views.blueprint)
    app.register_blueprint(host_desk.blueprint)
    app.register_blueprint(letter_views.blueprint)
    app.register_blueprint(delegation_desk.blueprint)
    app.register_blueprint(delegation_views.blueprint)
    app.register_blueprint(travel_views.blueprint)
    app.register_blueprint(logistics_desk.blueprint)
    app.register_blueprint(takeaway_views.blueprint)
    app.register_blueprint(takeaways_desk.blueprint)
    app.register_blueprint(card_desk.blueprint)
    app.register_blueprint(factors_desk.everywhere)
    app.register_blueprint(caterers.blueprint)
    app.register_blueprint(paper_views.blueprint)
    app.register_blueprint(paper_desk.blueprint)
    app.register_blueprint(visit_papers.blueprint)
    app.register_blueprint(embedding_views.blueprint)
    app.register_blueprint(embedding_desk.blueprint)
    app.register_blueprint(api.blueprint)
    for commands in (
        account_commands,
        generating_commands,
        export_commands,
        import_commands,
        keeping_commands,
        letter_commands,
        work_commands,
    ):
        commands.register(app)
