"""What can stand in the way of giving and taking roles, in the words of the page."""

from flask_babel import gettext as _


class ColleagueError(Exception):
    """Something said to the person at the form; *field* is the input it concerns."""

    field = ""


class AccountClosed(ColleagueError):
    """The address belongs to an account that was closed."""

    field = "email"

    def __str__(self) -> str:
        return str(
            _("The account of this address is closed. Whoever closed it can open it again first.")
        )


class HasRoleAlready(ColleagueError):
    """The same role, twice."""

    field = "role"

    def __str__(self) -> str:
        return str(
            _(
                "This person has this role there already. Change its dates instead of giving it"
                " again."
            )
        )


class NotYoursToGive(ColleagueError):
    """More than the giver has."""

    field = "role"

    def __str__(self) -> str:
        return str(
            _(
                "You can give only what you have yourself: at your organisation, and in your"
                " project where your role is for one project."
            )
        )


class NeedsProject(ColleagueError):
    """A project coordinator without a project."""

    field = "project"

    def __str__(self) -> str:
        return str(_("Choose the project: a project coordinator coordinates one."))


class RoleGone(ColleagueError):
    """Somebody else has ended it meanwhile."""

    def __str__(self) -> str:
        return str(_("This role has ended meanwhile."))


class StaleRole(ColleagueError):
    """Somebody else changed it meanwhile."""

    def __str__(self) -> str:
        return str(_("Someone else has changed this meanwhile."))


class LastCoordinator(ColleagueError):
    """Nobody would be left who coordinates; *place* is the organisation or the project."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place

    def __str__(self) -> str:
        return str(
            _(
                "Nobody else coordinates %(place)s. Give a colleague the same role first, for at"
                " least as long; or ask an administrator.",
                place=self.place,
            )
        )


class LastAdministrator(ColleagueError):
    """Nobody would be left who runs the installation."""

    def __str__(self) -> str:
        return str(
            _(
                "This is the last administrator. Make another one first, on the server, with"
                " “flask create-admin”."
            )
        )
