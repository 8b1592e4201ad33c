"""The fixed cast of the tests: one county, two units, and a person of every role."""

import contextlib
import gc
import os
import re
import shutil
import threading
from functools import lru_cache

import pytest
from _pytest.runner import runtestprotocol
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as property_settings

from accounts import clock
from accounts.models import Role, RoleAssignment, Unit, UnitKind, User
from accounts.trail.guard import lift_guard
from config.tests.emptying import empty_what_holds_rows
from config.tests.migrated_once import made_from_what_is_kept
from config.tests.room_for_calls import with_room
from workbooks import annotating, reading

PASSWORD = "Xushi-test-2019"

# How quickly examples come says what else the machine is doing, and nothing of the code.
property_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
property_settings.load_profile("house")


def page_text(response):
    """A page as it was written, with its white space as a browser folds it: one space for any
    run of it, and none beside a tag."""
    folded = " ".join(response.content.decode().split())
    return re.sub(r"(?<=>) | (?=<)", "", folded)


def pytest_collection_finish():
    """What was imported and collected stays: the collector of garbage need not walk through it
    again and again. Of four files, 207 tests, that took 5.3 s of a core; 0.6 s without."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """Each test as pytest runs it, with room for the calls of its pages."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    with_room(runtestprotocol, item, nextitem=nextitem)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.fixture(scope="session", autouse=True)
def _quick_and_still():
    """A cheap hasher, unhashed static names, and the demonstration's day: set once, since every
    setting that is set is told to twenty listeners."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={**django_settings.STORAGES, "staticfiles": static},
        XUSHI_TODAY="2019-08-02",
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, pytestconfig):
    """The database on SQLite is migrated once, for all processes and for the next run. PostgreSQL
    does not wait for the disk: of a machine that fails here nothing is wanted back."""
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"
    with pytest.MonkeyPatch.context() as patch:
        make = made_from_what_is_kept(pytestconfig.cache.mkdir("migrated"))
        patch.setattr(DatabaseCreation, "create_test_db", make)
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_as_they_stand():
    """The live server of the browser tests serves static/ itself, nothing collected before."""
    django_settings.WHITENOISE_USE_FINDERS = True
    django_settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def parsed_workbooks():
    """Each parsing starts a Python, 66 ms of a core, and of the same bytes it answers the same: an
    upload is read again for its preview and when it is applied. What is refused is asked anew.
    ``cache_clear`` forgets."""
    parsed = lru_cache(maxsize=64)(reading.run_child)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "run_child", parsed)
        patch.setattr(annotating, "run_child", parsed)
        yield parsed


@pytest.fixture(autouse=True)
def _files_in_a_temporary_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.ANCHOR_FILE = tmp_path / "anchors"


@pytest.fixture(autouse=True)
def _everything_is_read_anew(settings):
    """Factories write rows that no line of the trail tells of."""
    settings.REMEMBERS_WHAT_WAS_READ = False


@pytest.fixture(autouse=True)
def _a_clock_of_its_own(monkeypatch):
    """What one test was told of the day holds no other back."""
    monkeypatch.setattr(clock, "_latest", {})


class ServersDoor:
    """Counts the requests that the live server is answering, and can be held shut.

    A page sends what was typed while it closes. A flush that meets such a request locks tables
    in another order than it, and PostgreSQL ends one of the two as a deadlock.
    """

    def __init__(self):
        self._changed = threading.Condition()
        self._inside = 0
        self._shut = False

    @contextlib.contextmanager
    def passed(self):
        with self._changed:
            self._changed.wait_for(lambda: not self._shut)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextlib.contextmanager
    def held_shut(self):
        with self._changed:
            self._shut = True
            assert self._changed.wait_for(lambda: not self._inside, timeout=30)
        try:
            yield
        finally:
            with self._changed:
                self._shut = False
                self._changed.notify_all()


@pytest.fixture(scope="session", autouse=True)
def servers_door():
    """Every request of the live server passes this door."""
    door, answer = ServersDoor(), WSGIHandler.__call__

    def answered(handler, environ, start_response):
        with door.passed():
            return answer(handler, environ, start_response)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "__call__", answered)
        yield door


@pytest.fixture(scope="session", autouse=True)
def _flushing_lifts_the_guard_of_the_trail(servers_door):
    """Tests with transactions of their own empty every table behind them, the trail's too."""

    def unguarded(_test):
        with servers_door.held_shut():
            empty_what_holds_rows()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", unguarded)
        yield


@pytest.fixture
def unguarded_trail(db):
    """The trail as who owns its table may change it; until the test's transaction ends."""
    lift_guard(connection)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, which asks nothing of the internet."""
    # Playwright runs an event loop in this thread, beside which Django refuses its ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync", "--no-first-run"]
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": quiet,
    }


@pytest.fixture
def browser_context_args(browser_context_args):
    """The screen of a county office."""
    return {**browser_context_args, "viewport": {"width": 1366, "height": 768}}


@pytest.fixture
def county(db):
    return Unit.objects.create(name="示范县", kind=UnitKind.COUNTY)


@pytest.fixture
def unit_a(county):
    return Unit.objects.create(parent=county, name="交通运输局", kind=UnitKind.DEPARTMENT)


@pytest.fixture
def unit_b(county):
    return Unit.objects.create(parent=county, name="水利局", kind=UnitKind.DEPARTMENT)


@pytest.fixture
def make_user(county):
    """Make a user who holds ``role`` on ``unit`` (the county where none is given)."""

    def make(username, role, unit=None, name=""):
        user = User.objects.create_user(username, password=PASSWORD, name=name or username)
        RoleAssignment.objects.create(user=user, role=role, unit=unit or county)
        return user

    return make


@pytest.fixture
def reporter(make_user, unit_a):
    return make_user("jiaotong", Role.REPORTER, unit_a, name="陈交通")


@pytest.fixture
def other_reporter(make_user, unit_b):
    return make_user("shuili", Role.REPORTER, unit_b, name="林水利")


@pytest.fixture
def reviewer(make_user):
    return make_user("shenhe", Role.REVIEWER, name="王审核")


@pytest.fixture
def approver(make_user):
    return make_user("shending", Role.APPROVER, name="赵审定")


@pytest.fixture
def inspector(make_user):
    return make_user("ducha", Role.INSPECTOR, name="孙督查")


@pytest.fixture
def leader(make_user):
    return make_user("lingdao", Role.LEADER, name="李县长")


@pytest.fixture
def administrator(make_user):
    return make_user("guanli", Role.ADMINISTRATOR, name="周管理")


@pytest.fixture
def auditor(make_user):
    return make_user("shenji", Role.AUDITOR, name="吴审计")
