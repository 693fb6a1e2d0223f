"""Run the measures and print the table.

``make bench`` measures flatness and memory with 10,000 events; ``make bench ARGS=--full`` with
100,000, whose making alone takes minutes.
"""

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tools.bench.grid import grid
from tools.bench.measures import ALL
from tools.bench.run import Bench, Row, Sizes


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 0 whether or not every aim is met: a shared machine is no court."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends what was started, see below
    sizes = _sizes(options)
    folder = options.data or Path(tempfile.mkdtemp(prefix="vizite-bench-"))
    try:
        with ExitStack() as stack:
            bench = Bench(folder.resolve(), sizes, stack)
            print(_line(Row("work", "found", "aim", True), "met"))
            for each in (grid,) if options.grid else ALL:
                if options.only and each.__name__ not in options.only:
                    continue
                for row in each(bench):
                    print(_line(row, "yes" if row.is_met else "no"), flush=True)
    finally:
        if options.data is None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def _sizes(options: argparse.Namespace) -> Sizes:
    if options.tiny:
        return Sizes(5, 20, 20, 30, rounds=1, effort=0.01, crowd=(30, 30), starts=False)
    return Sizes(most=100_000) if options.full else Sizes()


def _line(row: Row, met: str) -> str:
    return f"{row.work:<76} {row.found:>8}  {row.aim:<8} {met:<4} {row.detail}".rstrip()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="with 100,000 events")
    parser.add_argument("--tiny", action="store_true", help="does it work at all, in seconds")
    parser.add_argument("--grid", action="store_true", help="feeds on every database and setup")
    parser.add_argument("--data", type=Path, help="keep the load data here, or use what is there")
    names = [each.__name__ for each in ALL]
    parser.add_argument("--only", nargs="*", choices=names, help="these measures")
    return parser


if __name__ == "__main__":
    sys.exit(main())
