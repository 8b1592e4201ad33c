"""Fill wheelhouse/ for a server without internet, and say whether the one here fits this machine.

``make`` downloads what requirements.txt asks for on one Python and one kind of machine, which need
not be this one, and the chart library. It replaces wheelhouse/ only when everything is there.
``fits`` exits 1, with a sentence, where wheelhouse/ was made for something else.

Only the standard library and pip are used: this runs before anything is installed.
"""

import argparse
import hashlib
import json
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from fetch_assets import NotFetched, fetch
from pip._vendor.packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
WHEELHOUSE = ROOT / "wheelhouse"
REQUIREMENTS = (ROOT / "requirements.txt", ROOT / "requirements-uv.txt")
MADE_FOR = "made-for.json"

# What Debian 10, openEuler 20, Kylin V10 and UOS 20 have, and what newer ones can run too.
GLIBC = 28
LEGACY_TAGS = ("manylinux2014", "manylinux2010", "manylinux1", "linux")


class NotMade(Exception):
    """There is no new wheelhouse; the message is the sentence that says why."""


class Target(NamedTuple):
    """``python`` as 3.11 or 3.11.2, ``machine`` as ``uname -m`` says it."""

    python: str
    machine: str

    def __str__(self) -> str:
        return f"Python {self.python} on {self.machine}"

    @property
    def minor(self) -> str:
        return ".".join(self.python.split(".")[:2])

    @property
    def markers(self) -> dict[str, str]:
        """What the conditions of a requirements file read of the target."""
        return {
            "implementation_name": "cpython",
            "os_name": "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_system": "Linux",
            "python_full_version": ".".join([*self.python.split("."), "0"][:3]),
            "python_version": self.minor,
            "sys_platform": "linux",
        }

    @property
    def tags(self) -> list[str]:
        """The platforms whose packages it can run, the newest first."""
        newer = (f"manylinux_2_{minor}" for minor in range(GLIBC, 4, -1))
        return [f"{name}_{self.machine}" for name in (*newer, *LEGACY_TAGS)]


def this_machine() -> Target:
    return Target(platform.python_version(), platform.machine())


def needed(target: Target) -> str:
    """The lines of the requirements files that hold on ``target``, without their conditions.

    pip reads conditions as of the machine it runs on, whatever Python it downloads for.
    """
    lines = []
    for path in REQUIREMENTS:
        text = re.sub(r"^\s*#.*\n", "", path.read_text(), flags=re.MULTILINE)
        for line in text.replace("\\\n", " ").splitlines():
            wanted, *hashes = re.split(r"\s(?=--hash=)", line)
            requirement = Requirement(wanted)
            if requirement.marker is None or requirement.marker.evaluate(target.markers):
                lines.append(" ".join([f"{requirement.name}{requirement.specifier}", *hashes]))
    return "\n".join(lines)


def download(target: Target, directory: Path) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
        wanted.write(needed(target))
        wanted.flush()
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pip", "download", "--disable-pip-version-check"),
                *("--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"),
                *("--implementation", "cp", "--python-version", target.python),
                *(part for tag in target.tags for part in ("--platform", tag)),
                *("--retries", "2", "--timeout", "30"),
                *("--dest", str(directory), "--requirement", wanted.name),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise NotMade(why(done.stderr, target))


def why(complaint: str, target: Target) -> str:
    """One sentence of what pip said. Without a network it says of the first package that there is
    none, which is not true; the warnings before say what was."""
    if re.search(r"Retrying|NewConnectionError|ConnectTimeout|ConnectionError", complaint):
        return "The package index cannot be reached from this machine."
    missing = re.search(r"No matching distribution found for (\S+)", complaint)
    if missing:
        return f"The package index has no {missing[1]} that is ready for {target}."
    errors = re.findall(r"^ERROR: (.+)$", complaint, re.MULTILINE)
    return f"pip could not download: {errors[-1] if errors else complaint.strip()}"


def checksum() -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in REQUIREMENTS)).hexdigest()


def mark(directory: Path, target: Target, requirements: str) -> None:
    made_for = {"python": target.minor, "machine": target.machine, "requirements": requirements}
    (directory / MADE_FOR).write_text(json.dumps(made_for))


def make(target: Target) -> None:
    """Leave a whole new wheelhouse/, or the old one as it was."""
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".wheelhouse-") as directory:
        new = Path(directory) / "new"
        new.mkdir()
        download(target, new)
        try:
            fetch(new, None)
        except NotFetched as problem:
            raise NotMade(f"The chart library was not fetched. {problem}") from problem
        mark(new, target, checksum())
        shutil.rmtree(WHEELHOUSE, ignore_errors=True)
        new.rename(WHEELHOUSE)


def fault(here: Target) -> str:
    """One sentence of why wheelhouse/ cannot be used on ``here``; empty where it can."""
    again = f"make wheelhouse FOR_PYTHON={here.minor} FOR_MACHINE={here.machine}"
    where = f"where there is internet, make it anew with: {again}"
    try:
        made = json.loads((WHEELHOUSE / MADE_FOR).read_text())
    except (OSError, ValueError):
        return f"wheelhouse/ does not say what it was made for; {where}"
    made_for = Target(made["python"], made["machine"])
    if (made_for.python, made_for.machine) != (here.minor, here.machine):
        return f"wheelhouse/ was made for {made_for}, and this is {here}; {where}"
    if made["requirements"] != checksum():
        return f"wheelhouse/ was made for another version of Xushi; {where}"
    return ""


def main() -> int:
    here = this_machine()
    parser = argparse.ArgumentParser(description="Packages for a server without internet.")
    parser.add_argument("deed", choices=["make", "fits"])
    parser.add_argument("--python", default=here.python, help="of the server, as 3.11 or 3.11.2")
    parser.add_argument("--machine", default=here.machine, help="of the server: x86_64, aarch64")
    options = parser.parse_args()
    if options.deed == "fits":
        found = fault(here)
        if found:
            print(found, file=sys.stderr)
        return 1 if found else 0
    target = Target(options.python, options.machine)
    try:
        make(target)
    except NotMade as problem:
        print(f"wheelhouse/ was not made. {problem}", file=sys.stderr)
        return 1
    print(f"wheelhouse/ has everything for {target}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
