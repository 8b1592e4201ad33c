"""Settings from the environment, as a process of its own reads them."""

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.checks import run_checks

from config.secret_key import embedded_secret_key

ROOT = Path(__file__).parents[2]
POSTGRES = "postgres://postgres@127.0.0.1:5432/no-such-database"
GIVEN = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "xushi.example.gov.cn"}
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def settings_of(tmp_path, expression, **environment):
    """What a process that starts with ``environment`` alone makes of ``expression``."""
    known = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), **environment}
    code = f"import json\nfrom config import settings\nprint(json.dumps({expression}, default=str))"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=known, capture_output=True, text=True
    )


def default_database(tmp_path, **environment):
    answer = settings_of(tmp_path, "settings.DATABASES['default']", **environment)
    assert answer.stderr == ""
    return json.loads(answer.stdout)


def test_the_embedded_database_waits_for_its_turn(tmp_path):
    database = default_database(tmp_path)
    assert (database["ENGINE"], database["OPTIONS"]) == ("config.embedded", SQLITE_OPTIONS)
    assert (database["NAME"], database["CONN_MAX_AGE"]) == (
        str(tmp_path / "data" / "xushi.sqlite3"),
        60,
    )


@pytest.mark.parametrize("query", ["", "?timeout=5"])
def test_an_sqlite_of_ones_own_is_used_as_the_embedded_one(tmp_path, query):
    url = f"sqlite:///{tmp_path}/own.sqlite3{query}"
    database = default_database(tmp_path, DATABASE_URL=url, **GIVEN)
    assert database["NAME"] == f"{tmp_path}/own.sqlite3"
    assert (database["ENGINE"], database["OPTIONS"]) == ("config.embedded", SQLITE_OPTIONS)


def test_postgresql_keeps_its_connections(tmp_path):
    database = default_database(tmp_path, DATABASE_URL=POSTGRES, **GIVEN)
    assert (database["ENGINE"], database["CONN_MAX_AGE"]) == ("django.db.backends.postgresql", 60)


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_postgresql_without_its_security_values_does_not_start(tmp_path, name):
    given = {key: value for key, value in GIVEN.items() if key != name}
    answer = settings_of(tmp_path, "1", DATABASE_URL=POSTGRES, **given)
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].endswith(f"设置了 DATABASE_URL，就必须同时设置 {name}。")


@pytest.mark.parametrize(
    ("name", "value"), [("XUSHI_TODAY", "2019-08-02"), ("XUSHI_DEMO", "1"), ("XUSHI_DEMO", "true")]
)
def test_postgresql_with_what_is_for_demonstrations_does_not_start(tmp_path, name, value):
    answer = settings_of(tmp_path, "1", DATABASE_URL=POSTGRES, **GIVEN, **{name: value})
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].endswith(
        f"{name} 只用于内嵌数据库上的演示，正式环境请去掉。"
    )


def test_a_demonstration_that_is_off_may_be_named(tmp_path):
    answer = settings_of(
        tmp_path, "settings.XUSHI_DEMO", DATABASE_URL=POSTGRES, **GIVEN, XUSHI_DEMO="0"
    )
    assert (answer.stdout, answer.stderr) == ("false\n", "")


MAIL = "[settings.HAS_MAIL, settings.EMAIL_BACKEND.split('.')[-2], settings.EMAIL_HOST,"
MAIL += " settings.EMAIL_PORT, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD,"
MAIL += " settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL]"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", [False, "dummy", None, None, None, None, False, False]),
        (
            "smtp+tls://xushi:p%40ss@mail.example:587",
            [True, "smtp", "mail.example", 587, "xushi", "p@ss", True, False],
        ),
        (
            "smtp+ssl://xushi:pass@mail.example:465",
            [True, "smtp", "mail.example", 465, "xushi", "pass", False, True],
        ),
    ],
)
def test_mail_goes_to_the_server_that_is_named_or_nowhere(tmp_path, url, expected):
    answer = settings_of(tmp_path, MAIL, EMAIL_URL=url)
    assert (answer.stderr, json.loads(answer.stdout)) == ("", expected)


def warnings():
    found = run_checks(tags=["security"], include_deployment_checks=True)
    return {warning.id for warning in found if warning.id.startswith("xushi.")}


@pytest.mark.parametrize(
    ("hosts", "https", "expected"),
    [
        (["xushi.example.gov.cn"], True, set()),
        (["xushi.example.gov.cn"], False, {"xushi.W002"}),
        (["*"], True, {"xushi.W001"}),
        (["10.0.0.8", "*"], False, {"xushi.W001", "xushi.W002"}),
    ],
)
def test_the_check_before_an_opening_names_open_hosts_and_open_lines(
    settings, hosts, https, expected
):
    settings.ALLOWED_HOSTS, settings.HTTPS = hosts, https
    assert warnings() == expected


def test_the_everyday_check_does_not_speak_of_them(settings):
    settings.ALLOWED_HOSTS, settings.HTTPS = ["*"], False
    assert [w for w in run_checks() if w.id.startswith("xushi.")] == []


def keys_of_a_first_start(data_dir, processes=8):
    """The keys that so many beginners at once end up with."""
    start, keys = threading.Barrier(processes), []

    def begin():
        start.wait(timeout=10)
        keys.append(embedded_secret_key(data_dir))

    threads = [threading.Thread(target=begin) for _ in range(processes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    return keys


def test_who_starts_at_the_same_moment_shares_one_whole_key(tmp_path):
    for number in range(60):
        data_dir = tmp_path / str(number)
        data_dir.mkdir()
        keys = keys_of_a_first_start(data_dir)
        assert (len(keys), len(set(keys)), len(keys[0])) == (8, 1, 50)
        assert [path.name for path in data_dir.iterdir()] == ["secret_key"]


def test_the_key_is_kept_and_is_its_owners_alone(tmp_path):
    key = embedded_secret_key(tmp_path)
    assert embedded_secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
