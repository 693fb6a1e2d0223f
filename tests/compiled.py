"""Templates compiled once a run of tests instead of once for each app a test makes."""

from typing import ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class _Memory(BytecodeCache):
    """The code of each template's source as it is."""

    _kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja asks for the code of a template; a changed source has another checksum."""
        if bucket.key + bucket.checksum in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key + bucket.checksum])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja has compiled one."""
        self._kept[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


def share_templates(app: Flask) -> Flask:
    """Have the app use what others of this process have compiled."""
    app.jinja_env.bytecode_cache = _Memory()
    return app
