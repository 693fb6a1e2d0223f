"""Rules of addresses that learn to write an address when the first one is wanted.

Werkzeug compiles two functions for each rule as it is added, which is nearly all the time that
making the app takes. Most are never used by a process.
"""

from collections.abc import Callable

from werkzeug.routing import Rule

Build = Callable[..., tuple[str, str]]


class LazyRule(Rule):
    """A rule whose writing functions are compiled at their first use."""

    def _compile_builder(self, append_unknown: bool = True) -> Build:
        """What werkzeug binds to the rule; it takes the rule and the values."""
        made: list[Build] = []

        def build(rule: Rule, **values: object) -> tuple[str, str]:
            if not made:
                made.append(super(LazyRule, self)._compile_builder(append_unknown))
            return made[0](rule, **values)

        return build
