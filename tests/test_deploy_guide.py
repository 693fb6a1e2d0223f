"""docs/deploy.md, run line by line as it stands: in a root of its own and a network of its own.

Packages are fetched for it (nginx, the locked libraries), so it takes half a minute. The whole of
it, several machines too and on a bare Debian, is ``make rehearsal``.
"""

import os
import shutil
import subprocess
import sys

import pytest

from tools.rehearse import CHECKOUT, GUIDE, NEEDED, blocks


def why_not() -> str | None:
    """What keeps this computer from playing one to throw away; None: nothing does."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return "the deployment guide is run as root on Debian or Ubuntu only"
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"CI runs the deployment guide: install {', '.join(missing)}")
    if missing:
        return f"the deployment guide needs {', '.join(missing)}"
    tried = subprocess.run(["unshare", "--mount", "--net", "true"], capture_output=True)
    return None if tried.returncode == 0 else "this computer allows no namespaces"


def test_the_guide_works_as_it_stands_on_one_machine() -> None:
    reason = why_not()
    if reason:
        pytest.skip(reason)

    played = subprocess.run(
        [sys.executable, "tools/rehearse.py", "--here", "--only", "one"],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
    )

    assert played.returncode == 0, played.stdout[-4000:]
    assert played.stdout.endswith("The guide works as it stands.\n")


def test_every_line_to_type_is_in_a_block_that_is_run() -> None:
    guide = GUIDE.read_text()

    assert len(blocks(guide)) == guide.count("```") / 2
    assert all(block.chapter for block in blocks(guide))
