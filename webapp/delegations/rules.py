"""All that can be done with delegations, in one place to look it up.

Everything runs inside ``with write():`` and raises one of `REFUSALS`, whose ``str()`` says why and
what to do; let it leave the block, so that everything is rolled back. What changes who holds a seat
locks the pools of the delegation and of its event first, so that leaders, the coordinator and the
waiting list act one after the other (`holding`).
"""

from webapp.delegations.answering import change_leader, complete, decline, reinvite, reopen
from webapp.delegations.errors import REFUSALS
from webapp.delegations.naming import (
    Named,
    change_delegate,
    name_member,
    name_reserve,
    name_several,
    wish,
)
from webapp.delegations.quotas import (
    add_delegation,
    add_partners,
    change,
    create_all,
    save_plan,
    set_quota,
    take_away,
)
from webapp.delegations.releasing import release_unused
from webapp.delegations.substituting import keep_in_reserve, remove, step_in, substitute
from webapp.delegations.wishes import grant, refuse

__all__ = [
    "REFUSALS",
    "Named",
    "add_delegation",
    "add_partners",
    "change",
    "change_delegate",
    "change_leader",
    "complete",
    "create_all",
    "decline",
    "grant",
    "keep_in_reserve",
    "name_member",
    "name_reserve",
    "name_several",
    "refuse",
    "reinvite",
    "release_unused",
    "remove",
    "reopen",
    "save_plan",
    "set_quota",
    "step_in",
    "substitute",
    "take_away",
    "wish",
]
