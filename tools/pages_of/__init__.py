"""Every kind of page of one capability: a module each, found by its name.

A module has ``pages(codes)``: it brings the examples into the states its pages need (inside
``with write():``) and yields each page. *codes* gives the code of an example event by its slug.
"""

import importlib
import pkgutil
from collections.abc import Iterator

from tools.page_kinds import PageKind


def capabilities(codes: dict[str, str]) -> Iterator[PageKind]:
    """The pages of all modules, in the order of their names."""
    for found in sorted(each.name for each in pkgutil.iter_modules(__path__)):
        yield from importlib.import_module(f"{__name__}.{found}").pages(codes)
