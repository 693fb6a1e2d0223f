"""How the change log of an event tells of its papers; importing it announces the words."""

from flask_babel import lazy_gettext as _l

from webapp.events import manage_history

manage_history.learn(
    verbs={"host-pack-written": _l("Words for the papers changed")}, labels={}, words={}, rows={}
)
