"""The words of the program in other languages.

``check`` fails unless each catalogue has every word, translated, with the placeholders of the
original; ``update`` brings new words into the catalogues; ``compile PO MO`` makes what the program
reads. Words are taken from webapp/ and from WTForms, whose own catalogues lack Latvian and others.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import wtforms
from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "webapp" / "translations"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "_lp": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def extract() -> Catalog:
    """All words of the program, each with the places that use it."""
    catalogue = Catalog(project="Vizīte", charset="utf-8", fuzzy=False)
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    sources = [(ROOT / "webapp", "webapp"), (Path(wtforms.__file__).parent, "wtforms")]
    for folder, name in sources:
        for path, line, message, comments, context in extract_from_dir(
            folder,
            methods,
            options,
            KEYWORDS,
            comment_tags=("For translators:",),
            strip_comment_tags=True,
        ):
            place = f"{name}/{path}"
            catalogue.add(message, None, [(place, line)], auto_comments=comments, context=context)
    return catalogue


def catalogues() -> Iterator[Path]:
    """The catalogue of each language, in order. Latvian belongs to the program, so always."""
    found = set(CATALOGUES.glob("*/LC_MESSAGES/messages.po"))
    return iter(sorted(found | {CATALOGUES / "lv" / "LC_MESSAGES" / "messages.po"}))


def read(path: Path) -> Catalog:
    """The catalogue in a file (an empty one where there is none yet).

    Raises PoFileError, which names the line, where the file cannot be read.
    """
    if not path.exists():
        return Catalog(locale=path.parent.parent.name, project="Vizīte", fuzzy=False)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def update() -> None:
    """Bring new words into every catalogue and drop those nothing uses; guesses nothing."""
    template = extract()
    for path in catalogues():
        catalogue = read(path)
        dates = catalogue.creation_date, catalogue.revision_date
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.creation_date, catalogue.revision_date = dates
        catalogue.obsolete.clear()
        write(path, catalogue)
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} words")


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue without line numbers, so that diffs show only changed words."""
    for message in catalogue:
        files = sorted({place for place, _ in message.locations})
        message.locations = [(place, 0) for place in files]
    # Made whole before the file is opened: a mistake here must not leave an empty catalogue.
    made = io.BytesIO()
    pofile.write_po(
        made, catalogue, width=100, sort_by_file=True, omit_header=False, include_lineno=False
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.getvalue())


def compile_catalogue(source: Path, target: Path) -> None:
    """Make the file the program reads from the file people edit."""
    with target.open("wb") as file:
        mofile.write_mo(file, read(source))


def check() -> int:
    """Print what is wrong in any catalogue; the number of faults."""
    template = extract()
    faults = [fault for path in catalogues() for fault in faults_of(read(path), template)]
    print("\n".join(faults), end="\n" if faults else "")
    return len(faults)


def faults_of(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """One line for each word that is missing, doubtful, left over or has other placeholders."""
    language = catalogue.locale_identifier
    for wanted in template:
        if not wanted.id:
            continue
        found = catalogue.get(wanted.id, wanted.context)
        fault = "is missing (`make translations`)" if found is None else _fault(found, catalogue)
        if fault:
            yield f"{language}: {fault}: {_name(wanted)} ({wanted.locations[0][0]})"
    for message in catalogue:
        if message.id and template.get(message.id, message.context) is None:
            yield f"{language}: nothing uses it any more (`make translations`): {_name(message)}"
    for message in catalogue.obsolete.values():
        yield f"{language}: left over (`make translations`): {_name(message)}"


def _fault(message: Message, catalogue: Catalog) -> str | None:
    """What is wrong with one translation, or None."""
    texts = _forms(message.string)
    if message.fuzzy:
        return "is marked fuzzy"
    if not all(texts):
        return "is not translated"
    if message.pluralizable and len(texts) != catalogue.num_plurals:
        return f"needs {catalogue.num_plurals} forms and has {len(texts)}"
    wanted = [set(PLACEHOLDER.findall(text)) for text in _forms(message.id)]
    allowed = set().union(*wanted)
    # A form for one may name the number in words ("one place"), so plurals may leave out "%(num)s".
    needed = set.intersection(*wanted)
    for text in texts:
        found = set(PLACEHOLDER.findall(text))
        if not needed <= found <= allowed:
            return f"has other placeholders ({', '.join(sorted(found ^ allowed))})"
    return None


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _name(message: Message) -> str:
    return repr(_forms(message.id)[0])


def main(arguments: list[str]) -> int:
    """Do the chore named on the command line; the exit code."""
    match arguments:
        case ["check"]:
            return 1 if check() else 0
        case ["update"]:
            update()
        case ["compile", source, target]:
            compile_catalogue(Path(source), Path(target))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
