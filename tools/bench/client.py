"""The load: a small HTTP client on raw sockets, in a process of its own.

It keeps its connections open, sends on each the next request as soon as the last was answered, and
checks every status. A library would need more time than what is measured.
"""

import multiprocessing
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_LARGEST_READ = 1 << 20
#: Seconds without any answer after which the run fails.
_PATIENCE = 60.0


class WrongAnswer(RuntimeError):
    """The server answered something else than was expected."""


@dataclass(frozen=True)
class Load:
    """Requests to send to a port of this machine, over so many connections at once.

    `requests` are sent in turn until `number` have been answered with `status`.
    """

    port: int
    requests: Sequence[bytes]
    number: int
    connections: int = 8
    status: int = 200


def rate(load: Load) -> float:
    """Requests a second."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_in_process, args=(load, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        outcome = ours.recv()
    except EOFError:
        raise WrongAnswer("the client ended without a word") from None
    finally:
        process.join()
    if isinstance(outcome, str):
        raise WrongAnswer(outcome)
    return load.number / float(outcome)


def _in_process(load: Load, outcome: "multiprocessing.connection.Connection") -> None:
    try:
        outcome.send(run(load))
    except (OSError, WrongAnswer, ValueError) as error:
        outcome.send(f"{type(error).__name__}: {error}")


def run(load: Load) -> float:
    """Send them all; seconds from the first to the last answer."""
    upcoming = _repeated(load)
    with selectors.DefaultSelector() as selector:
        connections = [_Connection(load.port) for _ in range(min(load.connections, load.number))]
        began = time.perf_counter()
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(next(upcoming))
        _until_answered(selector, upcoming, load)
        seconds = time.perf_counter() - began
    for connection in connections:
        connection.socket.close()
    return seconds


def fetch(port: int, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """One answer: status, headers (names in lower case) and body."""
    connection = _Connection(port, keep_body=True)
    connection.send(request)
    while not connection.read():
        pass
    connection.socket.close()
    return connection.status, connection.headers, bytes(connection.body)


def get(path: str, **headers: str) -> bytes:
    """The bytes of a GET; ``if_none_match='"…"'`` is a header."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return _request("GET", path, lines)


def post(path: str, body: bytes, **headers: str) -> bytes:
    """The bytes of a POST of a form."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return _request("POST", path, lines) + body


def _request(method: str, path: str, lines: list[str]) -> bytes:
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: identity"]
    if any(line.lower().startswith("accept-encoding") for line in lines):
        head.pop()
    return "\r\n".join([*head, *lines, "", ""]).encode()


def _repeated(load: Load) -> Iterator[bytes]:
    for number in range(load.number):
        yield load.requests[number % len(load.requests)]


def _until_answered(
    selector: selectors.BaseSelector, upcoming: Iterator[bytes], load: Load
) -> None:
    answered = 0
    while answered < load.number:
        ready = selector.select(_PATIENCE)
        if not ready:
            raise WrongAnswer(f"no answer for {_PATIENCE:.0f} s after {answered} answers")
        for key, _ in ready:
            connection: _Connection = key.data
            if not connection.read():
                continue
            if connection.status != load.status:
                raise WrongAnswer(f"status {connection.status} instead of {load.status}")
            answered += 1
            following = next(upcoming, None)
            if following is not None:
                connection.send(following)


@dataclass
class _Connection:
    """One connection and the answer that is arriving on it."""

    port: int
    keep_body: bool = False
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=_PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = bytearray(_LARGEST_READ)
        self._head = b""
        self._left: int | None = None

    def send(self, request: bytes) -> None:
        """Begin a new exchange."""
        self._head, self._left = b"", None
        self.socket.sendall(request)

    def read(self) -> bool:
        """Take what has arrived; whether the answer is complete."""
        number = self.socket.recv_into(self._buffer)
        if not number:
            raise WrongAnswer("the server closed the connection")
        arrived = memoryview(self._buffer)[:number]
        if self._left is None:
            self._head += bytes(arrived)
            head, end, rest = self._head.partition(b"\r\n\r\n")
            if not end:
                return False
            self._begin(head)
            arrived = memoryview(rest)
        if self.keep_body:
            self.body += arrived
        assert self._left is not None
        self._left -= len(arrived)
        return self._left <= 0

    def _begin(self, head: bytes) -> None:
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split()[1])
        pairs = (line.partition(":") for line in lines[1:])
        self.headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        if "transfer-encoding" in self.headers:
            raise WrongAnswer("an answer in chunks, which this client does not read")
        has_body = self.status not in (204, 304)
        self._left = int(self.headers.get("content-length", 0)) if has_body else 0
