"""The paragraph about money for the news of a municipality, in each language.

Programmes ask that news name the total, the sources and their shares. Whoever types it by hand
mistypes it; here it is made of the budget that stands in the project, and checked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.lists import format_list
from flask_babel import gettext, pgettext

from webapp.core.date_words import locale_of
from webapp.core.i18n import configured_languages, current_language, in_language, plain_text
from webapp.core.text import LocalText
from webapp.projects.models import Project
from webapp.projects.money import Budget, Share
from webapp.projects.sums import Finding, amounts_of, findings
from webapp.projects.words import amount_words, percentage

_: Callable[..., str] = gettext


@dataclass(frozen=True)
class Paragraph:
    """The sentences about one budget in one language."""

    language: str
    words: str


@dataclass(frozen=True)
class NewsText:
    """One budget in every language, and whether its sums are right."""

    budget: Budget
    paragraphs: list[Paragraph]
    findings: list[Finding]


@dataclass(frozen=True)
class _Part:
    """What one source pays; `source` is None for a rest nobody names."""

    source: LocalText | None
    percent: Decimal
    amount: Decimal


def news_text(project: Project, budget: Budget, day: date) -> NewsText:
    """The paragraph in every language of the installation, with the statement in force on *day*."""
    programme = project.programme
    statement = programme.statement_on(day) if programme is not None else None
    return NewsText(
        budget,
        [Paragraph(tag, _paragraph(tag, budget, statement)) for tag in configured_languages()],
        findings(budget.amount, budget.shares),
    )


def _paragraph(language: str, budget: Budget, statement: LocalText | None) -> str:
    with in_language(language):
        said = statement.get(language) if statement is not None else None
        return "\n\n".join(filter(None, [cofinancing(budget), said]))


def cofinancing(budget: Budget) -> str:
    """Who pays how much of a budget, in a sentence or two of the current language."""
    parts = _parts(budget)
    if not parts:
        return _("%(total)s.", total=_total(budget))
    if len(parts) == 1 and parts[0].amount == budget.amount and parts[0].source is not None:
        return _(
            "%(total)s. It is financed in full by %(source)s.",
            total=_total(budget),
            source=plain_text(parts[0].source),
        )
    listed = [_part(part, is_first=place == 0) for place, part in enumerate(parts)]
    parts_words = format_list(listed, locale=locale_of(current_language()))
    return _("%(total)s, of which %(parts)s.", total=_total(budget), parts=parts_words)


def _parts(budget: Budget) -> list[_Part]:
    shares = list(budget.shares)
    amounts = amounts_of(budget.amount, shares)
    parts = [
        _Part(_named(share), _rate(budget.amount, share.percent, amount), amount)
        for share, amount in zip(shares, amounts, strict=True)
    ]
    rest = budget.amount - sum(amounts, Decimal(0))
    if parts and rest > 0:
        parts.append(_Part(None, _rate(budget.amount, None, rest), rest))
    return parts


def _named(share: Share) -> LocalText:
    return share.fund.in_sentence or share.fund.name


def _rate(total: Decimal, percent: Decimal | None, amount: Decimal) -> Decimal:
    if percent is not None:
        return percent
    return (amount * 100 / total).quantize(Decimal("0.01")) if total else Decimal(0)


def _total(budget: Budget) -> str:
    """The beginning of the sentence."""
    total = amount_words(budget.amount)
    is_planned = budget.status == "planned"
    if budget.organisation is None:
        if is_planned:
            return _("The planned total budget of the project is %(total)s", total=total)
        return _("The total budget of the project is %(total)s", total=total)
    partner = plain_text(budget.organisation.name)
    if is_planned:
        return _(
            "The planned budget of %(partner)s in the project is %(total)s",
            partner=partner,
            total=total,
        )
    return _("The budget of %(partner)s in the project is %(total)s", partner=partner, total=total)


def _part(part: _Part, *, is_first: bool) -> str:
    """One of the sources; the verb stands with the first alone."""
    values = {"amount": amount_words(part.amount), "percent": percentage(part.percent)}
    if part.source is None:
        return str(pgettext("who pays", "%(amount)s (%(percent)s) by others", **values))
    values["source"] = plain_text(part.source)
    if is_first:
        return str(
            pgettext("who pays", "%(amount)s (%(percent)s) is financed by %(source)s", **values)
        )
    return str(pgettext("who pays", "%(amount)s (%(percent)s) by %(source)s", **values))
