"""A process of its own for what comes from outside, bounded in memory, time and output: whatever a
file does to the program that reads it, the process that serves pages and jobs lives on.

It is a `subprocess`, because multiprocessing cannot start one in a Celery worker. The limits are
set before anything of the work is imported, and hold for good. Neither this nor what is started
imports Django, so that starting costs little.
"""

import importlib
import logging
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

logger = logging.getLogger(__name__)

_ROOT = str(Path(__file__).resolve().parents[1])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from files.apart import begin; begin()"
_PASSED_ON = ("LD_LIBRARY_PATH", "SYSTEMROOT")
# What the system ends a process with that took too much: SIGXCPU, SIGXFSZ, SIGKILL.
_ENDED = (-24, -25, -9)
_SAID = (b"MemoryError", b"memory allocation of", b"File too large")


@dataclass(frozen=True)
class Bounds:
    """``memory`` and ``output`` in bytes; ``seconds`` of the processor and of the clock."""

    memory: int
    seconds: float
    output: int


class Died(Exception):
    """The process gave no answer. ``ran_out``: of memory, time or output, rather than of a file
    that makes sense."""

    def __init__(self, *, ran_out: bool) -> None:
        super().__init__("ran out" if ran_out else "died")
        self.ran_out = ran_out


def run_apart(module: str, content: bytes, bounds: Bounds, argument: str = "") -> bytes:
    """What ``main`` of ``module``, given ``content`` on its standard input and ``argument`` as the
    last of ``sys.argv``, writes to its standard output. Raises Died."""
    limits = (str(bounds.memory), str(int(bounds.seconds) + 1), str(bounds.output))
    command = [sys.executable, "-I", "-c", _START, _ROOT, module, *limits, argument]
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    with _in_memory() as answer, _in_memory() as complaint:
        try:
            done = subprocess.run(
                [part.replace("\0", "") for part in command],
                input=content,
                stdout=answer,
                stderr=complaint,
                timeout=bounds.seconds,
                env=environment,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            logger.warning("%s took too long over %d bytes", module, len(content))
            raise Died(ran_out=True) from error
        if done.returncode:
            told = _told(complaint)
            last = told.decode("utf-8", "replace").strip().splitlines()[-1:]
            logger.warning(
                "%s ended over %d bytes with %d: %s",
                module, len(content), done.returncode, *(last or ["-"]),
            )  # fmt: skip
            raise Died(ran_out=done.returncode in _ENDED or any(said in told for said in _SAID))
        return _told(answer)


def begin() -> None:
    """In the new process."""
    _, _, module, memory, seconds, output, *_ = sys.argv
    limit(int(memory), int(seconds), int(output))
    importlib.import_module(module).main()


def limit(memory: int, seconds: int, output: int) -> None:
    """For good: no more than that, and no core left."""
    for limited, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limited, (most, most))


def _in_memory() -> BinaryIO:
    """A file that no disk holds and that RLIMIT_FSIZE bounds, as it bounds no pipe."""
    return os.fdopen(os.memfd_create("answer"), "w+b")


def _told(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()
