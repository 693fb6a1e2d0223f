"""What each role may do, in words made of the permissions themselves."""

from dataclasses import dataclass

from flask.sansio.app import App
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from webapp.core.permissions import MAY, Act, Role
from webapp.projects.colleagues_rights import GIVERS

ROLE_WORDS = {
    Role.PROJECT_COORDINATOR: _lp("role", "project coordinator"),
    Role.PARTNER_COORDINATOR: _lp("role", "partner coordinator"),
    Role.HELPER: _lp("role", "helper"),
    Role.READER: _lp("role", "reader"),
}
#: Whatever a role may do has a sentence here; a test compares.
ACT_WORDS = {
    Act.SEE: _l("See events that are not public yet, and how many people have registered"),
    Act.EDIT: _l("Create, change, publish, move, postpone and cancel events"),
    Act.SEE_PEOPLE: _l("See who has registered, with their addresses"),
    Act.ENTER_PEOPLE: _l("Register people by hand"),
    Act.CHANGE_PEOPLE: _l("Decide about people, invite them, write to them, export lists"),
    Act.SEE_NEEDS: _l("See the diet and access needs of each person"),
}
GIVE_WORDS = _l("Give roles to colleagues and take them away")
_REACH = {
    Role.PROJECT_COORDINATOR: _l(
        "For all events of one project, whichever partner organises them. People and their needs:"
        " only for events that the coordinator's own organisation organises."
    ),
    Role.PARTNER_COORDINATOR: _l(
        "For the events of their organisation: all of them, or those in one project."
    ),
    Role.HELPER: _l(
        "For the events of their organisation: all of them, or those in one project. Diet and"
        " access needs only where this was allowed with the role."
    ),
    Role.READER: _l("For the events of their organisation: all of them, or those in one project."),
}


@dataclass(frozen=True)
class RoleInWords:
    """One role: its word, how far it reaches, and for each right whether it is included."""

    role: Role
    word: str
    reach: str
    rights: tuple[bool, ...]


def role_word(role: str) -> str:
    """ "project coordinator"."""
    return str(ROLE_WORDS[Role(role)])


def rights_in_words() -> list[str]:
    """Everything a role can allow, in the order of `RoleInWords.rights`."""
    return [*map(str, ACT_WORDS.values()), str(GIVE_WORDS)]


def roles_in_words() -> list[RoleInWords]:
    """All roles with what they may do, as `core.permissions` has it."""
    return [
        RoleInWords(
            role,
            role_word(role),
            str(_REACH[role]),
            (*(act in MAY[role] for act in ACT_WORDS), role in GIVERS),
        )
        for role in Role
    ]


def may_words(role: str, sees_needs: bool = False) -> list[str]:
    """What somebody with this role may do, a sentence for each right."""
    held = MAY[Role(role)]
    words = [
        str(said)
        for act, said in ACT_WORDS.items()
        if act in held or (act is Act.SEE_NEEDS and sees_needs)
    ]
    return [*words, str(GIVE_WORDS)] if Role(role) in GIVERS else words


def reach_word(role: str) -> str:
    """How far a role reaches."""
    return str(_REACH[Role(role)])


def init_app(app: App) -> None:
    """Offer the words to pages and letters."""
    app.add_template_global(role_word)
    app.add_template_global(may_words, "role_may_words")
    app.add_template_global(reach_word, "role_reach_word")
