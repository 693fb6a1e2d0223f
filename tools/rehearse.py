"""``make rehearsal``: run docs/deploy.md as it stands, on machines that are thrown away afterwards.

A machine is a bare Debian (debootstrap, kept in the cache folder between runs) under a layer in
memory; ``--here`` takes this computer's own system under the layer instead, which is quicker and
less bare. Commands run in namespaces of their own: files, processes and, except while packages are
fetched, the network. All of it is gone when the tool ends. Needs root on Linux.

There is no systemd in such a machine. ``systemctl`` is played by `tools/rehearsal/systemctl`, which
reads the very unit files the guide writes; ``systemd-analyze verify`` judges them where it is.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
GUIDE = CHECKOUT / "docs" / "deploy.md"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "vizite" / "bare"
SUITE = "bookworm"
DATA, WEB = "10.20.0.10", ("10.20.0.21", "10.20.0.22")
#: What a block that fetches something contains; only such blocks reach the network.
FETCHES = re.compile(r"apt-get|tools/set-up|git clone|git pull")
#: Of this computer, so that packages come from where its own do.
SOURCES = (
    "etc/resolv.conf",
    "etc/pip.conf",
    "etc/apt/apt.conf.d",
    "usr/local/share/ca-certificates",
)
NEEDED = ("unshare", "nsenter", "ip", "chroot", "mount", "git")


@dataclass(frozen=True)
class Block:
    """Some lines of the guide, and the headings they stand under."""

    chapter: str
    section: str
    text: str


def blocks(guide: str) -> list[Block]:
    """The ``sh`` blocks of *guide* in order."""
    found: list[Block] = []
    lines: list[str] | None = None
    chapter = section = ""
    for line in guide.splitlines():
        if lines is not None:
            if line == "```":
                found.append(Block(chapter, section, "\n".join(lines) + "\n"))
                lines = None
            else:
                lines.append(line)
        elif line == "```sh":
            lines = []
        elif line.startswith("## "):
            chapter, section = line[3:], ""
        elif line.startswith("### "):
            section = line[4:]
    return found


class Machine:
    """A root folder to run blocks in, as if it were a computer with an address of its own."""

    def __init__(self, name: str, lower: Path, folder: Path, network: int, address: str) -> None:
        self.name, self.network, self.address = name, network, address
        self.root = folder / name / "root"
        upper, work = folder / name / "upper", folder / name / "work"
        for path in (self.root, upper, work):
            path.mkdir(parents=True)
        layers = f"lowerdir={lower},upperdir={upper},workdir={work}"
        _run("mount", "-t", "overlay", "overlay", "-o", layers, str(self.root))
        self._furnish()

    def _furnish(self) -> None:
        _run("mount", "-t", "proc", "proc", str(self.root / "proc"))
        _run("mount", "--rbind", "/dev", str(self.root / "dev"))
        for place in ("run", "tmp"):
            _run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", str(self.root / place))
        (self.root / "run" / "lock").mkdir(exist_ok=True)
        self._take_sources()
        repository = self.root / "srv" / "repository"
        repository.mkdir(parents=True)
        _run("mount", "--bind", str(CHECKOUT), str(repository))
        shutil.copy(HERE / "rehearsal" / "systemctl", self.root / "usr/local/bin/systemctl")
        # Packages must not start anything by themselves while they are installed.
        policy = self.root / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)

    def _take_sources(self) -> None:
        files = [value for name, value in os.environ.items() if name.startswith("PIP_")]
        certificates = [value.lstrip("/") for value in files if Path(value).is_file()]
        for name in (*SOURCES, *certificates):
            source, target = Path("/") / name, self.root / name
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            elif source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.unlink(missing_ok=True)
                shutil.copy(source, target)

    def run(self, block: Block) -> None:
        """Run *block* with the shell, stop at the first line that fails."""
        if FETCHES.search(block.text) and "systemctl" in block.text:
            raise SystemExit(f"A block fetches and starts something; split it:\n{block.text}")
        text = re.sub(r"^REPOSITORY=.*$", "REPOSITORY=/srv/repository", block.text, flags=re.M)
        text = re.sub(r"^ADDRESS=.*$", f"ADDRESS={self.address}", text, flags=re.M)
        print(f"\n[{self.name}] {block.chapter} · {block.section}".rstrip(" ·"), flush=True)
        self.shell(text, reaches_out=FETCHES.search(text) is not None)

    def shell(self, text: str, *, reaches_out: bool = False, quiet: bool = False) -> str:
        """Run *text* inside; gives what it printed. Ends the rehearsal when a line fails."""
        inside = ["chroot", str(self.root), "bash", "-euo", "pipefail", "-s"]
        at = [] if reaches_out else ["nsenter", f"--net=/proc/{self.network}/ns/net"]
        environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "DEBIAN_FRONTEND": "noninteractive",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "safe.directory",
            "GIT_CONFIG_VALUE_0": "*",
        }
        environment |= {name: os.environ[name] for name in os.environ if name.startswith("PIP_")}
        done = subprocess.run(
            [*at, *inside],
            input=text,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=900,
        )
        if done.returncode or not quiet:
            print(*(f"    {line}" for line in done.stdout.splitlines()[-25:]), sep="\n", flush=True)
        if done.returncode:
            self._show_logs()
            raise SystemExit(f"[{self.name}] ended with {done.returncode}:\n{text}")
        return done.stdout

    def _show_logs(self) -> None:
        logs = (self.root / "run" / "rehearsal", self.root / "var" / "log" / "nginx")
        for log in sorted(file for folder in logs for file in folder.glob("*.log")):
            print(f"--- {log.name}", *log.read_text().splitlines()[-20:], sep="\n", flush=True)


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


def one_machine(machine: Machine, guide: list[Block]) -> None:
    """From nothing to an upgraded site with a backup that was tried."""
    for block in guide:
        if block.chapter in ("One machine", "Upgrade", "Backup and restore"):
            machine.run(block)
        if block.section == "Services" and "vizite-backup.timer" in block.text:
            judge_units(machine)
    look(machine, "https://events.example.org")


def several_machines(data: Machine, web: list[Machine], guide: list[Block]) -> None:
    """PostgreSQL, Redis and nginx on one, two others with web processes and worker."""
    chapter = "Several machines"
    for block in _of(guide, chapter, "The machine of the data"):
        data.run(block)
    for machine in web:
        for section in ("Install", "Settings"):
            for block in _of(guide, "One machine", section):
                # The tables and the administrator come when the database is named.
                if "vizite upgrade" not in block.text:
                    machine.run(block)
        command = next(
            b for b in _of(guide, "One machine", "Settings") if "vizite upgrade" in b.text
        )
        machine.run(
            Block(command.chapter, command.section, command.text.split("vizite upgrade")[0])
        )
        machine.run(_of(guide, "One machine", "Services")[0])
        for block in _of(guide, chapter, "Each web machine"):
            machine.run(block)
    for block in (*_of(guide, "One machine", "nginx"), *_of(guide, chapter, "nginx in front")):
        data.run(block)
    for machine in web:
        answers(machine, f"http://{machine.address}:8000/readyz")
    look(data, "https://events.example.org")
    web[0].shell("systemctl stop vizite-web", quiet=True)
    look(data, "https://events.example.org")
    print("    goes on with one machine away")


def _of(guide: list[Block], chapter: str, section: str) -> list[Block]:
    found = [block for block in guide if (block.chapter, block.section) == (chapter, section)]
    if not found:
        raise SystemExit(f"The guide has no blocks under {chapter} · {section}.")
    return found


def judge_units(machine: Machine) -> None:
    """Let systemd itself read the unit files, where its tool is there."""
    machine.shell(
        "command -v systemd-analyze > /dev/null || exit 0\n"
        "systemd-analyze verify --man=no /etc/systemd/system/vizite-*.service"
        " /etc/systemd/system/vizite-*.timer 2>&1 | { ! grep -i vizite; }\n",
        quiet=True,
    )


def answers(machine: Machine, address: str) -> None:
    """Wait until *address* answers well there."""
    retry = "--retry 40 --retry-connrefused --retry-delay 1"
    machine.shell(f"curl --fail --silent --show-error {retry} {address}", quiet=True)


def look(machine: Machine, address: str) -> None:
    """Through nginx: the first page, and the feed that calendar programs fetch."""
    at = "curl --fail --silent --show-error --insecure --resolve events.example.org:443:127.0.0.1"
    page = machine.shell(f"{at} {address}/", quiet=True)
    feed = machine.shell(f"{at} {address}/calendars/all.ics", quiet=True)
    if "<h1" not in page or not feed.startswith("BEGIN:VCALENDAR"):
        raise SystemExit("The site answers, but not with its pages.")
    print(f"    {address} answers with its page and its calendar", flush=True)


@contextmanager
def network() -> Iterator[int]:
    """A network of its own with the machines' addresses; gives the process that keeps it."""
    # Without a network nothing can be reached but what runs here.
    keeper = subprocess.Popen(["unshare", "--net", "sleep", "3600"])
    try:
        inside = ["nsenter", f"--net=/proc/{keeper.pid}/ns/net"]
        while os.readlink(f"/proc/{keeper.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
            time.sleep(0.02)
        _run(*inside, "ip", "link", "set", "lo", "up")
        for address in (DATA, *WEB):
            _run(*inside, "ip", "addr", "add", f"{address}/32", "dev", "lo")
        yield keeper.pid
    finally:
        keeper.kill()
        keeper.wait()


def bare() -> Path:
    """A bare Debian, made once and kept."""
    if not (CACHE / "etc" / "os-release").exists():
        if shutil.which("debootstrap") is None:
            raise SystemExit("A bare machine needs debootstrap: install it, or use --here.")
        print("Making a bare Debian (once) …", flush=True)
        unfinished = CACHE.with_name("bare.part")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        subprocess.run(
            ["debootstrap", "--variant=minbase", "--include=systemd", SUITE, str(unfinished)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        unfinished.rename(CACHE)
    return CACHE


def rehearse(lower: Path, which: list[str]) -> None:
    """Play the parts named in *which*; must run in namespaces of its own."""
    folder = Path("/mnt")
    _run("mount", "-t", "tmpfs", "-o", "size=6g", "tmpfs", str(folder))
    guide = blocks(GUIDE.read_text())
    with network() as net:
        if "one" in which:
            one_machine(Machine("one", lower, folder, net, "127.0.0.1"), guide)
            subprocess.run(["nsenter", f"--net=/proc/{net}/ns/net", "true"], check=True)
        if "several" in which:
            _end_services(folder)
            data = Machine("data", lower, folder, net, DATA)
            web = [Machine(f"web{n}", lower, folder, net, a) for n, a in enumerate(WEB, 1)]
            several_machines(data, web, guide)
    print("\nThe guide works as it stands.")


def _end_services(folder: Path) -> None:
    """The first machine makes room: its services stop, the addresses are free again."""
    if (folder / "one").is_dir():
        for log in (folder / "one" / "root" / "run" / "rehearsal").glob("*.pid"):
            subprocess.run(["kill", log.read_text().strip()], check=False)
        subprocess.run(
            ["chroot", str(folder / "one" / "root"), "service", "nginx", "stop"], check=False
        )
        time.sleep(1)


def main() -> None:
    """Check what is needed, go into namespaces, play."""
    parser = argparse.ArgumentParser(description="Run docs/deploy.md on machines to throw away.")
    parser.add_argument(
        "--here", action="store_true", help="this system under a layer, not a bare one"
    )
    parser.add_argument("--only", choices=("one", "several"), help="one machine or several")
    parser.add_argument("--lower", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.lower:
        rehearse(Path(chosen.lower), [chosen.only] if chosen.only else ["one", "several"])
        return
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if os.geteuid() != 0 or missing:
        raise SystemExit(f"The rehearsal needs root and {', '.join(missing or NEEDED)}.")
    lower = "/" if chosen.here else str(bare())
    apart = [
        "unshare",
        "--mount",
        "--pid",
        "--ipc",
        "--uts",
        "--fork",
        "--kill-child",
        "--mount-proc",
    ]
    again = [sys.executable, str(Path(__file__)), "--lower", lower]
    again += ["--only", chosen.only] if chosen.only else []
    raise SystemExit(subprocess.run([*apart, *again]).returncode)


if __name__ == "__main__":
    main()
