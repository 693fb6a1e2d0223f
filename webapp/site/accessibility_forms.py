"""What the administrator fills in about accessibility."""

from flask_babel import lazy_gettext as _l

from webapp.core.forms import (
    AddressField,
    ChoiceField,
    DateField,
    EmailField,
    LocalTextField,
    NumberField,
    PhoneField,
    RadioField,
    RevisedForm,
)
from webapp.site.authorities import ACCESSIBILITY
from webapp.site.statement import CONFORMANCE_WORDS, METHOD_WORDS

#: The columns the form fills, as they are called in it.
COLUMNS = (
    "institution",
    "conformance",
    "noncompliance",
    "burden",
    "out_of_scope",
    "alternatives",
    "method",
    "evaluated_by",
    "evaluated_on",
    "report_url",
    "prepared_on",
    "reviewed_on",
    "contact_email",
    "contact_phone",
    "answer_days",
    "country",
)


class StatementForm(RevisedForm):
    """The facts only the institution knows."""

    institution = LocalTextField(
        _l("Institution"), longest=200, hint=_l("Who runs this site and answers for it.")
    )
    country = ChoiceField(
        _l("Country whose body hears complaints"),
        choices=[(code, each.name) for code, each in ACCESSIBILITY.items()],
        blank=_l("another country"),
    )
    conformance = RadioField(
        _l("Does the site conform to the requirements?"),
        required=True,
        choices=list(CONFORMANCE_WORDS.items()),
    )
    noncompliance = LocalTextField(
        _l("What does not conform"),
        lines=4,
        longest=5000,
        hint=_l("Besides what the page says of the software itself; one thing a line."),
    )
    burden = LocalTextField(
        _l("What would be a disproportionate burden, and why"), lines=3, longest=5000
    )
    out_of_scope = LocalTextField(_l("What the rules do not cover"), lines=3, longest=5000)
    alternatives = LocalTextField(
        _l("How to get it otherwise"),
        lines=3,
        longest=5000,
        hint=_l("By telephone, on paper, with help at the office."),
    )
    method = RadioField(
        _l("How was the site evaluated?"), required=True, choices=list(METHOD_WORDS.items())
    )
    evaluated_by = LocalTextField(_l("Evaluated by"), longest=200)
    evaluated_on = DateField(_l("Evaluated on"))
    report_url = AddressField(_l("Address of the protocol of the evaluation"))
    prepared_on = DateField(_l("Statement prepared on"))
    reviewed_on = DateField(
        _l("Last looked through on"), hint=_l("At least once a year, and after larger changes.")
    )
    contact_email = EmailField(
        _l("E-mail for barriers"),
        hint=_l("A functional address: it is published."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    contact_phone = PhoneField(_l("Telephone for barriers"), longest=60)
    answer_days = NumberField(_l("Days within which one gets an answer"), least=1, most=60)
