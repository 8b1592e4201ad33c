"""The fifth of the month at 17:00: two hundred clerks type thirty rows each for two minutes, every
cell kept by the server within two seconds, and send in the same second, through the server as it is
shipped. Beside it, for the month before, the same two hundred post whole sheets at once, as pages
without a script do. ``python -m benchmarks deadline``, on PostgreSQL where DATABASE_URL names one,
else on SQLite in a file as embedded.
"""

import datetime
import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
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
from investment.drafts import FIELDS
from investment.models import EntryState, MonthlyEntry, ReportingPeriod, TypedCell
from measures.money import WAN
from measures.months import Month
from projects.models import AnnualPlan, Part, PlanCategory, PlanItem, Project, ProjectUnit, Tier

UNITS, PROJECTS = 200, 30
CELLS = 2
"""Typed in each row: the amount and the words."""
TYPING = int(os.environ.get("DEADLINE_TYPING", "120"))
"""Seconds."""
TIMES_ARE_TOLD = os.environ.get("DEADLINE_TIMES") == "told"
"""Whether slow answers are told and do not fail the run: on a machine that others use too."""
PORT, LONGEST = 8977, 120
TOKEN = "a" * 32
JUNE, JULY = Month(2019, 6), Month(2019, 7)
KEPT_WITHIN, SENT_WITHIN = 0.5, 1 / 3
"""Seconds of a keeping request, and the part that a sending takes of a whole sheet's posting: the
slowest of twenty."""


@dataclass(frozen=True)
class Clerk:
    """One reporter, signed in, with the sheet of his unit."""

    number: int
    person: int
    unit: int
    projects: list[int]
    cookie: str

    def path(self, month: Month, last: str = "") -> str:
        return f"/investment/{self.unit}/{month}/{last}"

    def form(self) -> str:
        """The whole sheet, as a browser without a script posts it."""
        form = {"csrfmiddlewaretoken": TOKEN, "submit": "1"}
        for row, project in enumerate(self.projects):
            prefix = f"p{project}"
            form |= {f"{prefix}-version": "", f"{prefix}-was": "{}"}
            form |= dict.fromkeys((f"{prefix}-{name}" for name in BOXES), "")
            form |= {f"{prefix}-{name}": text for name, text in typed_in(row, JUNE)}
        return urlencode(form)

    def cell(self, number: int) -> dict[str, object]:
        """The cell that the clerk types as their ``number``-th, from 0 on."""
        row, column = divmod(number, CELLS)
        name, text = typed_in(row, JULY)[column]
        return {
            "project": self.projects[row],
            "field": name,
            "text": text,
            "base": "",
            "version": None,
            "number": number + 1,
            "upon": "",
        }

    def body(self, cells: list[dict[str, object]], **more: object) -> str:
        said = {"person": self.person, "client": f"clerk{self.number}", "cells": cells}
        return json.dumps(said | more)


BOXES = [name for name in FIELDS if name != "is_estimate"]


def typed_in(row: int, month: Month) -> list[tuple[str, str]]:
    """A figure like last month's would have to be explained."""
    amount, floor = 100 * month.month + row + 1, row + month.month
    return [("month_amount", str(amount)), ("progress", f"主体施工至{floor}层")]


@dataclass(frozen=True)
class Answer:
    seconds: float
    status: int
    text: str = ""


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
    clerks = [_clerk(number, *reporter) for number, reporter in enumerate(_county())]
    connection.close()
    server = _serve(environment)
    try:
        posted = _at_once(clerks, _post)
        kept = _typed(clerks)
        sent = _at_once(clerks, _send)
    finally:
        server.terminate()
        server.wait()
    return _tell(posted, kept, sent)


def _county() -> list[tuple[User, Unit, list[Project]]]:
    """Every reporter with his unit and its projects."""
    county = Unit.objects.create(name="截止日测试县", kind=UnitKind.COUNTY)
    plan = AnnualPlan.objects.create(
        county=county, year=JULY.year, tier=Tier.COUNTY, name="2019年清单", key="县级"
    )
    for month in (JUNE, JULY):
        due_on = month.months_after(1).first_day.replace(day=5)
        ReportingPeriod.objects.create(
            county=county, year=month.year, month=month.month, due_on=due_on
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


def _clerk(number: int, user: User, unit: Unit, projects: list[Project]) -> Clerk:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    cookie = f"{settings.SESSION_COOKIE_NAME}={store.session_key}; csrftoken={TOKEN}"
    return Clerk(number, user.pk, unit.pk, [project.pk for project in projects], cookie)


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


def _ask(clerk: Clerk, path: str, body: str, kind: str) -> Answer:
    began = time.perf_counter()
    try:
        link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=LONGEST)
        headers = {
            "Cookie": clerk.cookie,
            "Content-Type": kind,
            "Origin": f"http://127.0.0.1:{PORT}",
            "X-CSRFToken": TOKEN,
        }
        link.request("POST", path, body, headers)
        response = link.getresponse()
        text = response.read().decode(errors="replace")
        link.close()
        return Answer(time.perf_counter() - began, response.status, text[:5000])
    except OSError as error:
        return Answer(time.perf_counter() - began, 0, str(error))


def _post(clerk: Clerk) -> Answer:
    path = clerk.path(JUNE)
    return _ask(clerk, path, clerk.form(), "application/x-www-form-urlencoded")


def _send(clerk: Clerk) -> Answer:
    """What the server keeps already, and the cell that was typed last."""
    body = clerk.body(
        [clerk.cell(PROJECTS * CELLS - 1)],
        submit=True,
        shown="2019-08-05T08:00:00+08:00",
        seen=dict.fromkeys(map(str, clerk.projects)),
    )
    return _ask(clerk, clerk.path(JULY, "send/"), body, "application/json")


def _at_once(clerks: list[Clerk], act: Callable[[Clerk], Answer]) -> list[Answer]:
    start = threading.Barrier(len(clerks))

    def one(clerk: Clerk) -> list[Answer]:
        start.wait()
        return [act(clerk)]

    return _each(clerks, one)


def _typed(clerks: list[Clerk]) -> list[Answer]:
    """Every cell but the last, each kept soon after it was typed; who is slow in being answered
    has two to send next time, as the page does."""
    count = PROJECTS * CELLS - 1
    pause = TYPING / count

    def one(clerk: Clerk) -> list[Answer]:
        began = time.perf_counter() + pause * clerk.number / len(clerks)
        answers: list[Answer] = []
        done = 0
        while done < count:
            time.sleep(max(0.0, began + pause * done - time.perf_counter()))
            due = min(count, int((time.perf_counter() - began) / pause) + 1)
            cells = [clerk.cell(number) for number in range(done, max(due, done + 1))]
            body = clerk.body(cells)
            answers.append(_ask(clerk, clerk.path(JULY, "keeping/"), body, "application/json"))
            done += len(cells)
        return answers

    return _each(clerks, one)


def _each(clerks: list[Clerk], act: Callable[[Clerk], list[Answer]]) -> list[Answer]:
    answers: list[Answer] = []
    threads = [
        threading.Thread(target=lambda clerk=clerk: answers.extend(act(clerk))) for clerk in clerks
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _tell(posted: list[Answer], kept: list[Answer], sent: list[Answer]) -> bool:
    figures = UNITS * PROJECTS
    arrived = {month: _arrived(month) for month in (JUNE, JULY)}
    wrong = differences(MonthlyEntry)
    holds = check_chain().holds
    ratio = _p95(sent) / _p95(posted)
    lost = UNITS * (PROJECTS * CELLS - 1) - sum(_kept(answer) for answer in kept)
    checks = {
        f"{_errors(posted, 302)} errors in posting, {arrived[JUNE]:,} of {figures:,} there": (
            not _errors(posted, 302) and arrived[JUNE] == figures
        ),
        f"{_errors(kept, 200)} errors in keeping, {lost} cells not confirmed": (
            not _errors(kept, 200) and not lost
        ),
        f"{_errors(sent, 200)} errors in sending, {arrived[JULY]:,} of {figures:,} there": (
            not _errors(sent, 200) and arrived[JULY] == figures
        ),
        f"{TypedCell.objects.count()} cells left behind": not TypedCell.objects.exists(),
        f"trail {'holds' if holds else 'BROKEN'}, {len(wrong)} figures unlike it": (
            holds and not wrong
        ),
    }
    times = {
        f"keeping p95 {_p95(kept):.2f} s of {KEPT_WITHIN}": _p95(kept) <= KEPT_WITHIN,
        f"sending p95 {_p95(sent):.1f} s, {ratio:.2f} of a whole sheet's {_p95(posted):.1f} s": (
            ratio <= SENT_WITHIN
        ),
    }
    sys.stdout.write(f"{connection.vendor}: {UNITS} units, {len(kept):,} keeping requests\n")
    for told, is_so in (checks | times).items():
        sys.stdout.write(f"  {'ok    ' if is_so else 'FAILED'} {told}\n")
    for answer in [a for a in [*posted, *kept, *sent] if a.status not in (200, 302)][:3]:
        sys.stdout.write(f"  {answer.status}: {answer.text[:300]}\n")
    return all((checks if TIMES_ARE_TOLD else checks | times).values())


def _arrived(month: Month) -> int:
    sent = MonthlyEntry.objects.filter(state=EntryState.SUBMITTED, month=month.month)
    return sent.filter(month_amount__gt=100 * month.month * WAN).exclude(progress="").count()


def _p95(answers: list[Answer]) -> float:
    return statistics.quantiles([answer.seconds for answer in answers], n=20)[-1]


def _errors(answers: list[Answer], right: int) -> int:
    return sum(answer.status != right for answer in answers)


def _kept(answer: Answer) -> int:
    return len(json.loads(answer.text)["kept"]) if answer.status == 200 else 0
