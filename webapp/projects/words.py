"""What the parts of a project are called on pages, in the reader's language."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from babel.numbers import format_currency, format_decimal
from flask.sansio.app import App
from flask_babel import gettext, ngettext
from flask_babel import lazy_pgettext as _lp

from webapp.core.date_words import days_text, locale_of
from webapp.core.i18n import current_language, reading_order
from webapp.core.period_words import day_words
from webapp.core.periods import Period, Precision
from webapp.projects.models import Membership, Phase, Project, StatedNumber

_: Callable[..., str] = gettext

_MEMBER_ROLES = {
    "lead": _lp("member", "lead partner"),
    "partner": _lp("member", "partner"),
    "associated": _lp("member", "associated partner"),
}
_PHASE_STATUSES = {
    "planned": _lp("phase", "planned"),
    "approved": _lp("phase", "approved"),
    "closed": _lp("phase", "closed"),
}
_BUDGET_STATUSES = {
    "planned": _lp("budget", "planned"),
    "approved": _lp("budget", "approved"),
}
_DOCUMENT_STATUSES = {
    "planned": _lp("document", "planned"),
    "draft": _lp("document", "draft"),
    "done": _lp("document", "done"),
    "published": _lp("document", "published"),
}
_DOCUMENT_KINDS = {
    "action-plan": _lp("document", "integrated action plan"),
    "application": _lp("document", "application form"),
    "equipment": _lp("document", "equipment"),
    "financed-idea": _lp("document", "financed idea"),
    "pilot": _lp("document", "pilot"),
    "policy-document": _lp("document", "policy document"),
    "roadmap": _lp("document", "roadmap"),
    "solution": _lp("document", "solution"),
    "strategy": _lp("document", "development strategy"),
    "study": _lp("document", "study"),
    "training-course": _lp("document", "training course"),
    "video": _lp("document", "video"),
}
_PRACTICE_STATUSES = {
    "idea": _lp("practice", "idea"),
    "under-study": _lp("practice", "being studied"),
    "in-operation": _lp("practice", "in operation"),
    "ended": _lp("practice", "ended"),
}
_WORDS = {
    "member": _MEMBER_ROLES,
    "phase": _PHASE_STATUSES,
    "budget": _BUDGET_STATUSES,
    "document-status": _DOCUMENT_STATUSES,
    "document-kind": _DOCUMENT_KINDS,
    "practice": _PRACTICE_STATUSES,
}


def project_word(value: str, of: str) -> str:
    """The word for a stored value; *of* says of what ("member", "phase", "budget", …). A value
    that an import brought and we have no word for stands as it is."""
    return str(_WORDS[of].get(value, value.replace("-", " ")))


def choices_of_words(of: str, current: str | None = None) -> list[tuple[str, str]]:
    """(value, word) of each value there is, and the *current* one where an import brought it."""
    values = [*_WORDS[of], *([current] if current and current not in _WORDS[of] else [])]
    return [(value, project_word(value, of)) for value in values]


def country_name(code: str) -> str:
    """A country in the reader's language: "Latvia"."""
    return str(locale_of(current_language()).territories.get(code, code))


def euro(amount: Decimal) -> str:
    """An amount to the cent: "€61,470.00"."""
    return format_currency(amount, "EUR", locale=locale_of(current_language()))


def amount_words(amount: Decimal) -> str:
    """An amount as it stands in a sentence: "EUR 51,280.00", "51 280,00 EUR"."""
    number = format_decimal(amount, "#,##0.00", locale=locale_of(current_language()))
    return _("EUR\u00a0%(number)s", number=number)


def percentage(percent: Decimal) -> str:
    """A share without needless zeros: "85 %"."""
    number = format_decimal(percent.normalize(), "#,##0.##", locale=locale_of(current_language()))
    return _("%(number)s %%", number=number)


def day(on: date) -> str:
    """A day with its year: "21 October 2019"."""
    return days_text(on, on, current_language())


def in_order(phase: Phase) -> list[Membership]:
    """Its members: the lead partner, partners by name, associated partners."""
    order = list(_MEMBER_ROLES)
    return sorted(
        phase.memberships,
        key=lambda each: (order.index(each.role), reading_order(each.organisation.name)),
    )


def phase_dates(phase: Phase) -> str:
    """From when to when, as exactly as each end is known; "" when neither is."""
    language = current_language()
    starts, ends = phase.starts, phase.ends
    if starts is None and ends is None:
        return ""
    if starts is None:
        return _("until %(end)s", end=_short(ends, language)) if ends else ""
    if ends is None:
        return _("from %(start)s", start=_short(starts, language))
    if phase.end_precision is None:
        return day_words(phase.period, language)
    return _(
        "from %(start)s until %(end)s",
        start=_short(starts, language),
        end=_short(ends, language),
    )


def _short(period: Period, language: str) -> str:
    """Without the weekday, which says nothing about a phase."""
    if period.precision is Precision.DAY and period.first_on is not None:
        return days_text(period.first_on, period.first_on, language)
    return day_words(period, language)


def phase_counts(phase: Phase) -> str:
    """Who takes part, counted: "8 partners of 8 countries"."""
    partners = ngettext("%(num)d partner", "%(num)d partners", len(phase.memberships))
    countries = phase.countries
    if not countries:
        return str(partners)
    return str(
        ngettext(
            "%(partners)s of %(num)d country",
            "%(partners)s of %(num)d countries",
            len(countries),
            partners=partners,
        )
    )


def counted(project: Project, what: str) -> int | None:
    """Our own count of what a source states a number of, in the last phase with partners."""
    phases = [phase for phase in project.phases if phase.memberships]
    if not phases:
        return None
    partners, countries = len(phases[-1].memberships), len(phases[-1].countries)
    known = {"partners": partners, "other-partners": partners - 1, "countries": countries}
    return known.get(what)


def stated_sentence(stated: StatedNumber, count: int | None) -> str:
    """A number a source states beside ours: "A source says 9 partners; 8 are listed"."""
    sentences = {
        "partners": ngettext(
            "One source states %(num)d partner", "One source states %(num)d partners", stated.value
        ),
        "other-partners": ngettext(
            "One source states %(num)d other partner",
            "One source states %(num)d other partners",
            stated.value,
        ),
        "countries": ngettext(
            "One source states %(num)d country", "One source states %(num)d countries", stated.value
        ),
    }
    states = sentences.get(stated.what) or f"{stated.what.replace('-', ' ')}: {stated.value}"
    if count is None:
        return _("%(statement)s.", statement=states)
    if count == stated.value:
        return _("%(statement)s, and as many are listed here.", statement=states)
    return _("%(statement)s; listed here: %(count)d.", statement=states, count=count)


def init_app(app: App) -> None:
    """Offer the words to templates."""
    app.add_template_filter(day)
    app.add_template_filter(euro)
    app.add_template_filter(percentage)
    for function in (
        project_word,
        country_name,
        in_order,
        phase_dates,
        phase_counts,
        counted,
        stated_sentence,
    ):
        app.add_template_global(function)
