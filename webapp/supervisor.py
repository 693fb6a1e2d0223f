"""Two processes that live and end together: the web server and the worker."""

import contextlib
import ctypes
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException

STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HEARD = {*STOP, signal.SIGCHLD}
PATIENCE = 10.0  # seconds until a process that was asked to end is made to


class Supervisor:
    """Runs *web* and *worker* as children until a signal comes or the web server ends.

    A worker that ends is started again: what it had begun is taken up when its lease runs out.
    *address* is where the web server answers ``/healthz``.
    """

    def __init__(
        self, web: Callable[[], int], worker: Callable[[], int], address: tuple[str, int]
    ) -> None:
        self._worker = worker
        self._address = address
        # Signals arrive as bytes in a pipe, so that waiting for them is one read without races.
        self._signals, self._writer = os.pipe()
        os.set_blocking(self._writer, False)
        signal.set_wakeup_fd(self._writer)
        for number in HEARD:
            if (number, signal.getsignal(number)) != (signal.SIGHUP, signal.SIG_IGN):  # nohup
                signal.signal(number, lambda *_: None)
        self._web_pid = _fork(web)
        self._start_worker()

    def run(self, when_ready: Callable[[], None]) -> int:
        """Wait for the end; the exit code: 0 after a signal, else the web server's."""
        is_ready = False
        while True:
            if not is_ready and self._answers():
                is_ready = True
                when_ready()
            number = self._next_signal(None if is_ready else 0.02)
            if number in STOP:
                self._stop(self._web_pid, self._worker_pid)
                return 0
            if number == signal.SIGCHLD:
                code = self._after_deaths()
                if code is not None:
                    return code

    def _next_signal(self, seconds: float | None) -> int | None:
        readable, _, _ = select.select([self._signals], [], [], seconds)
        return os.read(self._signals, 1)[0] if readable else None

    def _answers(self) -> bool:
        """Whether the web server says that it is up."""
        connection = HTTPConnection(*self._address, timeout=1)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _after_deaths(self) -> int | None:
        """Start the worker again if it has ended; the web server's exit code if that has."""
        while (ended := _reap()) is not None:
            pid, code = ended
            if pid == self._web_pid:
                self._stop(self._worker_pid)
                return code
            if pid == self._worker_pid:
                print(f"The worker ended (code {code}); starting it again.", file=sys.stderr)
                if time.monotonic() - self._worker_since < 5:
                    time.sleep(2)  # one that cannot start at all must not keep the machine busy
                self._start_worker()
        return None

    def _start_worker(self) -> None:
        self._worker_since = time.monotonic()
        self._worker_pid = _fork(self._worker)

    def _stop(self, *pids: int) -> None:
        """Ask the processes to end, wait, and insist after a while."""
        for pid in pids:
            os.kill(pid, signal.SIGTERM)
        left = set(pids)
        deadline = time.monotonic() + PATIENCE
        while left and time.monotonic() < deadline:
            ended = _reap()
            if ended is None:
                self._next_signal(0.1)
            else:
                left.discard(ended[0])
        for pid in left:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _reap() -> tuple[int, int] | None:
    """A child that has ended, and its exit code; None while all live."""
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, os.waitstatus_to_exitcode(status)) if pid else None


def _fork(work: Callable[[], int]) -> int:
    """Do *work* in a child process; its id."""
    sys.stdout.flush()
    sys.stderr.flush()
    # Until the child has handlers of its own, a signal to it would be written into our pipe.
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
    pid = os.fork()
    if pid == 0:
        _become_child(work)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
    return pid


def _become_child(work: Callable[[], int]) -> None:
    """Forget the supervisor's signals, work, and leave without its clean-up."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in HEARD:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _end_with_parent()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
        code = work()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except KeyboardInterrupt:
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_with_parent() -> None:
    """On Linux: have the kernel end this process when the supervisor is killed outright."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
