"""Whether the sums of a project agree to the cent, and in words by how much they do not.

Pure: takes amounts and rates, touches no database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext

from webapp.projects.money import Share, share_percent, split
from webapp.projects.words import amount_words, percentage

_: Callable[..., str] = gettext
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Finding:
    """What a look at the sums found: good, worth knowing (info), or wrong (bad)."""

    tone: str
    words: str


def amounts_of(total: Decimal, shares: Sequence[Share]) -> list[Decimal]:
    """What each share comes to: as printed, else by its rate.

    Shares that have rates alone are split so that they and the rest add up to the cent.
    """
    rates = [share.percent or share_percent(total, share.amount) for share in shares]
    if sum(rates, Decimal(0)) > _HUNDRED:
        computed = [(total * rate / _HUNDRED).quantize(Decimal("0.01")) for rate in rates]
    else:
        computed = split(total, rates)
    return [
        computed[place] if share.amount is None else share.amount
        for place, share in enumerate(shares)
    ]


def findings(total: Decimal, shares: Sequence[Share]) -> list[Finding]:
    """What there is to say about the sums of one budget, the worst first."""
    if not shares:
        return [Finding("info", _("No source of money is named yet."))]
    amounts = amounts_of(total, shares)
    return [*_of_the_sum(total, amounts), *_of_the_rates(total, shares)]


def _of_the_sum(total: Decimal, amounts: Sequence[Decimal]) -> list[Finding]:
    together = sum(amounts, Decimal(0))
    sums = " + ".join(amount_words(each) for each in amounts)
    if together == total:
        words = _("The parts add up: %(sums)s = %(total)s.", sums=sums, total=amount_words(total))
        return [Finding("good", words)]
    if together > total:
        return [Finding("bad", too_much(together - total))]
    words = _(
        "The parts come to %(sum)s. No source is named for the rest, %(rest)s.",
        sum=amount_words(together),
        rest=amount_words(total - together),
    )
    return [Finding("info", words)]


def too_much(surplus: Decimal) -> str:
    """That the parts are more than the whole, by how much."""
    return _(
        "The parts come to %(surplus)s more than the total. Correct one of them, or the total.",
        surplus=amount_words(surplus),
    )


def _of_the_rates(total: Decimal, shares: Sequence[Share]) -> list[Finding]:
    """Where a printed amount is not what its rate gives: rounding is a cent, the rest a slip."""
    found = []
    for share in shares:
        if share.percent is None or share.amount is None:
            continue
        exact = total * share.percent / _HUNDRED
        if abs(exact - share.amount) >= Decimal("0.01"):
            words = _(
                "%(percent)s of %(total)s is %(exact)s, but %(amount)s is written.",
                percent=percentage(share.percent),
                total=amount_words(total),
                exact=amount_words(exact.quantize(Decimal("0.01"))),
                amount=amount_words(share.amount),
            )
            found.append(Finding("warn", words))
    return found


def of_partners(whole: Decimal, parts: Sequence[Decimal]) -> Finding:
    """The budgets of partners against the one of the project."""
    together = sum(parts, Decimal(0))
    if together == whole:
        words = _(
            "The partners’ budgets add up to the project’s: %(sum)s.", sum=amount_words(whole)
        )
        return Finding("good", words)
    if together > whole:
        words = _(
            "The partners’ budgets come to %(surplus)s more than the project’s.",
            surplus=amount_words(together - whole),
        )
        return Finding("bad", words)
    words = _(
        "The budgets entered for partners come to %(sum)s, which leaves %(rest)s of the project’s.",
        sum=amount_words(together),
        rest=amount_words(whole - together),
    )
    return Finding("info", words)
