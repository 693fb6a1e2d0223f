"""What is wrong with a file: every problem with its line, in the order of the file."""

from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

#: After so many the file is of another kind, and more would not help.
MOST = 200


@dataclass(frozen=True)
class Problem:
    """One thing to mend. *line* counts from 1; None when it is about the whole file."""

    line: int | None
    text: str


class Problems:
    """Collects what is wrong, so that people mend a file once and not twenty times."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._problems: list[Problem] = []

    def add(self, line: int | None, text: str) -> None:
        """Note one more problem, unless it is known already."""
        problem = Problem(line, text)
        if len(self._problems) < MOST and problem not in self._problems:
            self._problems.append(problem)

    def __bool__(self) -> bool:
        return bool(self._problems)

    def in_order(self) -> list[Problem]:
        """All of them, by line."""
        return sorted(self._problems, key=lambda problem: problem.line or 0)

    def refuse_any(self) -> None:
        """Raise :class:`ImportRefused` when there is a problem."""
        if self:
            raise ImportRefused(self)


class ImportRefused(Exception):
    """The file has problems, so nothing was imported. The text names file and line of each."""

    def __init__(self, problems: Problems) -> None:
        self.path, self.problems = problems.path, problems.in_order()
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """``FILE:LINE: what is wrong``, one a problem, and a last line saying what now."""
        found = [
            f"{self.path}:{each.line}: {each.text}" if each.line else f"{self.path}: {each.text}"
            for each in self.problems
        ]
        return [*found, _("Nothing was imported. Mend the file and import it again.")]
