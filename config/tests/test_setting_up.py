"""Setting up and starting: pinned packages, a wheelhouse for a machine, a port that is free."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import port_is_free
import pytest
import wheelhouse

ROOT = Path(__file__).parents[2]
NAMES = ("requirements", "requirements-dev", "requirements-uv")


def asked_for(name):
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    return {line.lower() for line in lines if line and line[0] not in "#-"}


def pinned(name):
    """The packages of a requirements file with their hashes, as ``name==version``."""
    text = (ROOT / f"{name}.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line[:1].isalnum()]
    return {line.split()[0]: re.findall("--hash=sha256:[0-9a-f]{64}", line) for line in lines}


@pytest.mark.parametrize("name", NAMES)
def test_every_package_is_pinned_with_its_hashes(name):
    packages = pinned(name)
    assert sorted(asked_for(name) - set(packages)) == []
    assert [package for package, hashes in packages.items() if not hashes] == []


def test_what_only_tests_ask_for_is_not_installed_where_the_product_runs():
    installed = {package.partition("==")[0] for package in pinned("requirements")}
    assert (
        sorted(installed & {line.partition("==")[0] for line in asked_for("requirements-dev")})
        == []
    )


def test_a_wheelhouse_holds_what_its_own_python_needs_whichever_makes_it():
    older = wheelhouse.needed(wheelhouse.Target("3.11.2", "x86_64"))
    newer = wheelhouse.needed(wheelhouse.Target("3.13", "aarch64"))
    assert re.findall("^numpy==.*?(?= )", older, re.M) == ["numpy==2.4.6"]
    assert re.findall("^numpy==.*?(?= )", newer, re.M) == ["numpy==2.5.5"]
    assert all("--hash=sha256:" in line and ";" not in line for line in older.splitlines())
    assert re.findall("^uv==.*?(?= )", older, re.M) == sorted(asked_for("requirements-uv"))


@pytest.mark.parametrize(
    ("complaint", "sentence"),
    [
        (
            "ERROR: Could not find a version that satisfies lxml==6.1.3 (from versions: none)\n"
            "ERROR: No matching distribution found for lxml==6.1.3\n",
            "The package index has no lxml==6.1.3 that is ready for Python 3.11 on loongarch64.",
        ),
        (
            "WARNING: Retrying (Retry(total=0)) after connection broken by 'ProxyError'\n"
            "ERROR: No matching distribution found for lxml==6.1.3\n",
            "The package index cannot be reached from this machine.",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n",
            "pip could not download: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE"
            " REQUIREMENTS FILE.",
        ),
    ],
)
def test_a_wheelhouse_that_cannot_be_made_says_why_in_one_sentence(complaint, sentence):
    target = wheelhouse.Target("3.11", "loongarch64")
    assert wheelhouse.why(complaint, target) == sentence


HERE = wheelhouse.Target("3.11.7", "x86_64")
AGAIN = (
    "where there is internet, make it anew with: make wheelhouse FOR_PYTHON=3.11 FOR_MACHINE=x86_64"
)


@pytest.mark.parametrize(
    ("python", "machine", "requirements", "sentence"),
    [
        ("3.11", "x86_64", None, ""),
        (
            *("3.12", "aarch64", None),
            "wheelhouse/ was made for Python 3.12 on aarch64,"
            f" and this is Python 3.11.7 on x86_64; {AGAIN}",
        ),
        (
            *("3.11", "x86_64", "others"),
            f"wheelhouse/ was made for another version of Xushi; {AGAIN}",
        ),
    ],
)
def test_a_wheelhouse_for_something_else_is_not_used(
    tmp_path, monkeypatch, python, machine, requirements, sentence
):
    monkeypatch.setattr(wheelhouse, "WHEELHOUSE", tmp_path)
    wheelhouse.mark(
        tmp_path, wheelhouse.Target(python, machine), requirements or wheelhouse.checksum()
    )
    assert wheelhouse.fault(HERE) == sentence


def test_a_wheelhouse_that_does_not_say_what_it_is_for_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(wheelhouse, "WHEELHOUSE", tmp_path)
    assert wheelhouse.fault(HERE) == f"wheelhouse/ does not say what it was made for; {AGAIN}"


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_in_use_is_told_in_one_sentence(taken_port):
    found = subprocess.run(
        [sys.executable, ROOT / "scripts" / "port_is_free.py", str(taken_port)],
        capture_output=True,
        text=True,
    )
    next_port = taken_port + 1 if taken_port < 65535 else 8000
    sentence = f"Port {taken_port} is in use. Choose another: make run PORT={next_port}\n"
    assert (found.returncode, found.stdout, found.stderr) == (1, "", sentence)


def test_a_port_that_was_served_a_moment_ago_is_free():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)), server.accept()[0]:
            pass
    assert port_is_free.fault(str(port)) == ""


@pytest.mark.parametrize("port", ["", "0", "65536", "eighty", "٨٠", "-1"])
def test_what_is_no_port_is_told(port):
    assert port_is_free.fault(port) == f"“{port}” is no port. Choose one: make run PORT=8001"
