"""Notices what does not agree, or is left open, and settles nothing.

Texts about projects count partners differently, leave a tenth of the money without a payer, or list
as absent whoever spoke. Each rule looks at one such thing, in any file; whoever imports it can ask
the source. Invented data states no facts, so nothing in it is doubted.
"""

from webapp.manage.importing.doubts_events import doubt_event
from webapp.manage.importing.doubts_projects import doubt_programme, doubt_project
from webapp.manage.importing.ledger import Ledger


def note_doubts(ledger: Ledger) -> None:
    """Report every doubt about the file's facts, by line."""
    if not ledger.facts.is_invented:
        for facts in ledger.facts["programmes"]:
            doubt_programme(ledger, facts)
        for facts in ledger.facts["projects"]:
            doubt_project(ledger, facts)
        for facts in ledger.facts["events"]:
            doubt_event(ledger, facts)
    ledger.report.doubts.sort(key=lambda doubt: doubt.line)
