"""Mail addresses in the form the mail system needs."""

from email.headerregistry import Address
from email.utils import parseaddr

from email_validator import EmailNotValidError, validate_email
from flask import current_app


class BadAddress(ValueError):
    """Nothing can be sent to this."""


def deliverable(address: str) -> str:
    """*address* with its domain in ASCII (RFC 5891); raises :class:`BadAddress`."""
    try:
        valid = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise BadAddress(str(error)) from error
    return valid.ascii_email or f"{valid.local_part}@{valid.ascii_domain}"


def is_international(address: str) -> bool:
    """Whether the part before the @ needs a server that takes SMTPUTF8 (RFC 6531)."""
    return not address.isascii()


def site_address() -> str:
    """The address in MAIL_FROM, which may stand alone or as ``Name <address>``."""
    given: str = current_app.config["VIZITE"].mail_from
    return parseaddr(given)[1] or given


def named(name: str, address: str) -> Address:
    """For a header: the standard library quotes and encodes what needs it."""
    # Not as `addr_spec`: that refuses what stands before the @ in letters beyond ASCII.
    username, _at, domain = address.rpartition("@")
    return Address(display_name=name, username=username, domain=domain)
