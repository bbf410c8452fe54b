"""Keeping the portal's processes together on one machine: all of them run, or none.

Each program gets a session of its own, so that Ctrl-C reaches only the supervisor, and is ended
with everything it started: first asked (SIGTERM), then, after a grace, killed as a group. A program
that dies is started again; one that keeps dying ends the whole.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType

GRACE_SECONDS = 10.0
REST_SECONDS = 1.0
MOST_DEATHS = 5
WITHIN_SECONDS = 60.0
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Program:
    """One program that must run, and its present process."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name, self.command = name, list(command)
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths: list[float] = []

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - the command lines are our own
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def died(self, now: float) -> bool:
        """Note one death; return whether there were too many of late."""
        self.deaths = [*(d for d in self.deaths if now - d < WITHIN_SECONDS), now]
        return len(self.deaths) > MOST_DEATHS

    def signal_group(self, number: int) -> None:
        """Reach the program and all that it started, whether or not it still lives itself."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


def _end_with_parent() -> None:
    """Have the kernel end this child if the supervisor is killed without a chance to tidy up."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


class Supervisor:
    """Runs programs until it is told to stop, or until one of them cannot be kept alive."""

    def __init__(self, programs: Sequence[Program], say: Callable[[str], object]) -> None:
        self.programs = programs
        self._say = say
        self.told_to_stop = False

    def run(self, ready: Callable[[], bool], announce: Callable[[], object]) -> int:
        """Run until stopped; `announce` once `ready` says yes. Return the exit status."""
        for number in STOPPING_SIGNALS:
            signal.signal(number, self._stop)
        try:
            for program in self.programs:
                program.start()
            return self._watch(ready, announce)
        finally:
            self._end_all()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop = True

    def _watch(self, ready: Callable[[], bool], announce: Callable[[], object]) -> int:
        announced = False
        while not self.told_to_stop:
            for program in self.programs:
                if not program.is_running and not self._revive(program):
                    return 1
            if not announced and ready():
                announced = True
                announce()
            time.sleep(0.2)
        self.say("Stopping ...")
        return 0

    def _revive(self, program: Program) -> bool:
        """Start a dead program again, or return False if it dies too often."""
        program.signal_group(signal.SIGKILL)
        if program.died(time.monotonic()):
            self.say(
                f"{program.name} keeps stopping, so everything is stopped. See the lines above."
            )
            return False
        self.say(f"{program.name} stopped by itself and is started again.")
        time.sleep(REST_SECONDS)
        if not self.told_to_stop:
            program.start()
        return True

    def _end_all(self) -> None:
        for program in self.programs:
            program.signal_group(signal.SIGTERM)
        until = time.monotonic() + GRACE_SECONDS
        while any(p.is_running for p in self.programs) and time.monotonic() < until:
            time.sleep(0.05)
        for program in self.programs:
            program.signal_group(signal.SIGKILL)
            if program.process is not None:
                program.process.wait()

    def say(self, sentence: str) -> None:
        """Say something on the terminal, which may have been closed meanwhile."""
        with suppress(OSError):
            self._say(sentence)
