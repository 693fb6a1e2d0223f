"""What should happen to the registrations of one event: plain Python, no database, no sums kept.

The oracle of `test_any_sequence`. Written from the table of states in ``docs/architecture.md`` and
not from the rules: seats are never counted up or down, but counted anew whenever it asks.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

SEATED = ("unverified", "confirmed", "offered")
LIVE = (*SEATED, "waiting", "awaiting-approval")


@dataclass
class One:
    """One registration: who, of which group ("" or "delegation"), where it stands."""

    who: str
    group: str
    state: str = ""
    until: datetime | None = None
    rank: float = 0
    verified: bool = False
    letters: list[str] = field(default_factory=list)

    def stand(self, state: str, letter: str | None = None, until: datetime | None = None) -> None:
        self.state, self.until = state, until
        if letter:
            self.letters.append(letter)


@dataclass
class Line:
    """An event with seats for all, some of them kept for a delegation."""

    starts_at: datetime
    capacity: int
    reserved: int
    quota: int
    approves: bool = False
    verifies: bool = False
    all: list[One] = field(default_factory=list)
    clock: int = 0

    def held(self, group: str) -> int:
        return sum(one.state in SEATED and one.group == group for one in self.all)

    def taken(self) -> int:
        return self.held("") + max(self.reserved, self.held("delegation"))

    def fits(self, group: str) -> bool:
        if group == "":
            return self.taken() < self.capacity
        within_quota = self.held(group) < self.quota
        within_reserve = self.held(group) < self.reserved
        return within_quota and (within_reserve or self.taken() < self.capacity)

    def overdue(self, one: One, now: datetime) -> bool:
        return one.until is not None and one.until <= now

    def is_live(self, one: One, now: datetime) -> bool:
        return one.state in LIVE and not self.overdue(one, now)

    def waiting(self) -> list[One]:
        return sorted((one for one in self.all if one.state == "waiting"), key=lambda one: one.rank)

    def next_rank(self) -> int:
        self.clock += 1
        return self.clock

    # What happens

    def expire(self, now: datetime) -> bool:
        ended = [one for one in self.all if self.overdue(one, now)]
        for one in ended:
            one.stand("expired", "offer-expired" if one.state == "offered" else None)
        if ended:
            self.serve(now)
        return bool(ended)

    def serve(self, now: datetime) -> None:
        for one in self.waiting():
            if self.fits(one.group):
                self.give(one, now)

    def give(self, one: One, now: datetime) -> None:
        left = self.starts_at - now
        if left > timedelta(hours=24):
            one.stand("offered", "offered", now + min(timedelta(hours=48), left / 2))
        elif self.verifies and not one.verified:
            one.stand("offered", "offered", now + timedelta(minutes=30))
        else:
            one.stand("confirmed", "confirmed")

    def gets_seat(self, group: str, now: datetime) -> bool:
        return self.fits(group) or (self.expire(now) and self.fits(group))

    def register(self, who: str, group: str, now: datetime) -> One | None:
        """None: this person is in the running already."""
        one = One(who, group)
        known = [other for other in self.all if other.who == who and other.state in LIVE]
        if any(not self.overdue(other, now) for other in known):
            # Looking for a seat ends what is overdue; being refused undoes that.
            return None
        if known:
            self.expire(now)
        self.put(one, now, new=True)
        self.all.append(one)
        return one

    def put(self, one: One, now: datetime, new: bool = False) -> None:
        if self.approves and new:
            one.stand("awaiting-approval", "awaiting-approval")
        elif not self.gets_seat(one.group, now):
            one.stand("waiting", "waiting")
            one.rank = self.next_rank()
        elif self.verifies and new:
            one.stand("unverified", "verify", now + timedelta(minutes=30))
        else:
            one.stand("confirmed", "confirmed")

    def cancel(self, one: One, now: datetime) -> bool:
        if not self.is_live(one, now):
            return False
        one.stand("cancelled", "cancelled")
        self.serve(now)
        return True

    def accept(self, one: One, now: datetime) -> bool:
        if one.state == "confirmed":
            return True
        if one.state != "offered" or self.overdue(one, now):
            return False
        one.stand("confirmed", "confirmed")
        one.verified = one.verified or self.verifies
        return True

    def refuse(self, one: One, now: datetime) -> bool:
        if one.state != "offered" or self.overdue(one, now):
            return False
        one.stand("declined")
        self.serve(now)
        return True

    def approve(self, one: One, now: datetime) -> bool:
        if one.state != "awaiting-approval":
            return False
        self.put(one, now)
        return True

    def decline(self, one: One) -> bool:
        if one.state not in ("awaiting-approval", "waiting"):
            return False
        one.stand("declined", "declined")
        return True

    def to_front(self, one: One) -> bool:
        if one.state != "waiting":
            return False
        one.rank = self.waiting()[0].rank - 0.001
        return True

    def set_capacity(self, capacity: int, now: datetime) -> bool:
        if capacity < self.taken() and not self._would_free(capacity, now):
            return False
        raised, self.capacity = capacity > self.capacity, capacity
        if raised:
            self.serve(now)
        return True

    def _would_free(self, capacity: int, now: datetime) -> bool:
        """Whether ending what is overdue makes room. If it does not, nothing has happened."""
        before = [(one.state, one.until, list(one.letters)) for one in self.all]
        self.expire(now)
        if self.taken() <= capacity:
            return True
        for one, (state, until, letters) in zip(self.all, before, strict=True):
            one.state, one.until, one.letters = state, until, letters
        return False

    def set_reserved(self, reserved: int, now: datetime) -> bool:
        claimed = max(self.reserved, self.held("delegation"))
        more = max(reserved, self.held("delegation")) - claimed
        if reserved > self.quota or self.taken() + max(0, more) > self.capacity:
            return False
        self.reserved = reserved
        if more < 0:
            self.serve(now)
        return True
