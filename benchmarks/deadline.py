"""The fifth of the month at 17:00: two hundred units save and send thirty figures each in the same
second, through the server as it is shipped. ``python -m benchmarks deadline``, on PostgreSQL where
DATABASE_URL names one, else on SQLite in a file as embedded.
"""

import datetime
import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.db import connection

from accounts.models import Role, RoleAssignment, Unit, UnitKind, User
from accounts.trail.audit import check_chain
from accounts.trail.rebuilding import differences
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from measures.money import WAN
from measures.months import Month
from projects.models import AnnualPlan, Part, PlanCategory, PlanItem, Project, ProjectUnit, Tier

UNITS, PROJECTS = 200, 30
PORT, LONGEST = 8977, 120
TOKEN = "a" * 32
JULY = Month(2019, 7)


@dataclass(frozen=True)
class Sender:
    """One reporter, signed in, with what he is about to send."""

    path: str
    body: str
    cookie: str


@dataclass(frozen=True)
class Answer:
    seconds: float
    status: int
    problem: str = ""


def run() -> bool:
    """Print what came of it; whether all of it arrived without an error."""
    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0, interactive=False)
        return _measure(dict(os.environ))
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    name = str(connection.settings_dict["NAME"])
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    try:
        return _measure({**os.environ, "DATABASE_URL": url})
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _measure(environment: dict[str, str]) -> bool:
    senders = [_sender(*reporter) for reporter in _county()]
    connection.close()
    server = _serve(environment)
    try:
        answers = _all_at_once(senders)
    finally:
        server.terminate()
        server.wait()
    return _tell(answers)


def _county() -> list[tuple[User, Unit, list[Project]]]:
    """Every reporter with his unit and its projects."""
    county = Unit.objects.create(name="截止日测试县", kind=UnitKind.COUNTY)
    plan = AnnualPlan.objects.create(
        county=county, year=JULY.year, tier=Tier.COUNTY, name="2019年清单", key="县级"
    )
    ReportingPeriod.objects.create(
        county=county, year=JULY.year, month=JULY.month, due_on=datetime.date(2019, 8, 5)
    )
    reporters = []
    for number in range(UNITS):
        unit = Unit.objects.create(parent=county, name=f"第{number}局", kind=UnitKind.DEPARTMENT)
        user = User(username=f"clerk{number}", name=f"填报员{number}")
        user.set_unusable_password()
        user.save()
        RoleAssignment.objects.create(user=user, role=Role.REPORTER, unit=unit)
        projects = Project.objects.bulk_create(
            Project(county=county, name=f"第{number}局第{n}号项目") for n in range(PROJECTS)
        )
        ProjectUnit.objects.bulk_create(
            ProjectUnit(
                project=project,
                unit=unit,
                part=Part.REPORTING,
                from_date=datetime.date(2019, 1, 1),
            )
            for project in projects
        )
        PlanItem.objects.bulk_create(
            PlanItem(
                plan=plan,
                project=project,
                category=PlanCategory.CONTINUING,
                planned_investment=12_000 * WAN,
            )
            for project in projects
        )
        reporters.append((user, unit, projects))
    return reporters


def _sender(user: User, unit: Unit, projects: list[Project]) -> Sender:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    form = {"csrfmiddlewaretoken": TOKEN, "submit": "1"}
    for number, project in enumerate(projects):
        prefix = f"p{project.pk}"
        form |= {
            f"{prefix}-version": "",
            f"{prefix}-month_amount": str(801 + number),
            f"{prefix}-progress": f"主体施工至{number + 1}层",
        }
    cookie = f"{settings.SESSION_COOKIE_NAME}={store.session_key}; csrftoken={TOKEN}"
    return Sender(f"/investment/{unit.pk}/{JULY}/", urlencode(form), cookie)


def _serve(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """gunicorn as ``make run`` starts it."""
    call_command("collectstatic", verbosity=0, interactive=False)
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{PORT}"]
    command += ["--workers", "2", "--threads", "4", "--no-control-socket", "--timeout", "120"]
    quiet = {**environment, "LOG_LEVEL": "ERROR"}
    server = subprocess.Popen(command, env=quiet, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            link.request("GET", "/healthz")
            if link.getresponse().status == 200:
                return server
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise RuntimeError("the server did not start")


def _all_at_once(senders: list[Sender]) -> list[Answer]:
    answers: list[Answer] = []
    start = threading.Barrier(len(senders))

    def send(sender: Sender) -> None:
        start.wait()
        began = time.perf_counter()
        try:
            link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=LONGEST)
            headers = {
                "Cookie": sender.cookie,
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{PORT}",
            }
            link.request("POST", sender.path, sender.body, headers)
            response = link.getresponse()
            text = response.read().decode(errors="replace")[:300]
            problem = "" if response.status == 302 else text
            answers.append(Answer(time.perf_counter() - began, response.status, problem))
        except OSError as error:
            answers.append(Answer(time.perf_counter() - began, 0, str(error)))

    threads = [threading.Thread(target=send, args=(sender,)) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _tell(answers: list[Answer]) -> bool:
    sent = MonthlyEntry.objects.filter(state=EntryState.SUBMITTED).count()
    errors = [answer for answer in answers if answer.status != 302]
    p95 = statistics.quantiles([answer.seconds for answer in answers], n=20)[-1]
    longest = max(answer.seconds for answer in answers)
    wrong = differences(MonthlyEntry)
    holds = check_chain().holds
    sys.stdout.write(
        f"{connection.vendor}: {len(answers)} units, {len(errors)} errors, "
        f"{sent:,} of {UNITS * PROJECTS:,} figures there, "
        f"p95 {p95:.1f} s, longest {longest:.1f} s, "
        f"trail {'holds' if holds else 'BROKEN'}, {len(wrong)} figures unlike the trail\n"
    )
    for answer in errors[:3]:
        sys.stdout.write(f"  {answer.status}: {answer.problem}\n")
    return not errors and sent == UNITS * PROJECTS and holds and not wrong
