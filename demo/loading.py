"""Loads the demonstration county: its workbooks go through the same door as anyone's."""

import datetime
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from accounts.errors import DomainError
from accounts.models import Unit, UnitKind, User
from accounts.people.services.units import create_county, create_unit
from accounts.people.services.users import RoleOnUnit, create_user
from demo.cast import COUNTY, OFFICIALS, PASSWORD, REPORTERS, Person
from demo.funds import keep_funds_and_gaps
from demo.issued import issue_lists
from demo.journal import keep_journal
from demo.july import report_july
from demo.leaders import appoint_leaders
from demo.preliminary import keep_checklist, plan_milestones, report_approvals
from demo.reference import keep_reference
from demo.reserve import keep_reserve
from demo.standing_still import stand_still
from demo.supervision import supervise
from demo.tasks import ask_tasks, report_tasks_of_july
from demo.visits import visit_sites
from demo.weekly import write_weeks
from investment.models import PublishedAs, ReportingPeriod
from investment.services import publish_month

WORKBOOKS = Path(__file__).parent / "workbooks"


class NotForDemonstration(DomainError):
    """This database is not one that a demonstration may be loaded into."""


def require_demonstration() -> None:
    """Demo accounts are made only in an empty embedded database that was declared one."""
    if not (settings.XUSHI_DEMO and settings.EMBEDDED):
        raise NotForDemonstration("示例数据只能装入设置了 XUSHI_DEMO=1 的内嵌数据库（make run）。")
    if User.objects.exists() or Unit.objects.exists():
        raise NotForDemonstration("数据库里已经有单位或用户，示例数据只装入空库。")


def load_demonstration(*, today: datetime.date, say: Callable[[str], None]) -> None:
    """Make the county and its people, and report January to July 2019."""
    require_demonstration()
    county = create_county(name=COUNTY, by=None)
    create_unit(parent=county, name="发展和改革局", kind=UnitKind.BUREAU, by=None)
    for person in OFFICIALS:
        _appoint(person, county)
    say("导入年度计划和前期项目……")
    _import("import_plan", "plan-2019.xlsx", "--year", "2019")
    _import(
        "import_preliminary", "preliminary-2019.xlsx", "--year", "2019", "--as-of", "2019-06-30"
    )
    issue_lists(county=county, approver=User.objects.get(username="shending"), today=today)
    for person in REPORTERS:
        _appoint(person, county)
    for month in range(1, 7):
        say(f"导入 {month}月月报……")
        name = f"monthly-2019-{month:02d}"
        _import("import_monthly", f"{name}.xlsx", "--month", f"2019-{month:02d}", "--approve")
    appoint_leaders(
        county=county,
        approver=User.objects.get(username="shending"),
        head=User.objects.get(username="lingdao"),
    )
    ask_tasks(county=county, approver=User.objects.get(username="shending"), today=today)
    keep_checklist(county=county, administrator=User.objects.get(username="guanli"))
    report_approvals(county=county, approver=User.objects.get(username="shending"), today=today)
    for period in ReportingPeriod.objects.filter(county=county).order_by("month"):
        publish_month(
            period=period,
            kind=PublishedAs.FINAL,
            by=User.objects.get(username="shending"),
        )
    keep_reference(county=county, administrator=User.objects.get(username="guanli"))
    keep_funds_and_gaps(
        county=county,
        approver=User.objects.get(username="shending"),
        administrator=User.objects.get(username="guanli"),
        reporter=User.objects.get(username="jiaotong"),
        today=today,
    )
    report_july(
        county=county,
        approver=User.objects.get(username="shending"),
        reviewer=User.objects.get(username="shenhe"),
        today=today,
    )
    report_tasks_of_july(county=county, reviewer=User.objects.get(username="shenhe"), today=today)
    plan_milestones(county=county, approver=User.objects.get(username="shending"), today=today)
    supervise(
        county=county,
        approver=User.objects.get(username="shending"),
        inspector=User.objects.get(username="ducha"),
        leader=User.objects.get(username="lingdao"),
        today=today,
    )
    approver = User.objects.get(username="shending")
    stand_still(county=county, approver=approver, today=today)
    write_weeks(county=county, approver=approver, today=today)
    keep_reserve(county=county, approver=User.objects.get(username="shending"), today=today)
    visit_sites(county=county, inspector=User.objects.get(username="ducha"), today=today)
    keep_journal(county=county, today=today)
    say("示范县已就绪：6月已发布，7月正在填报。")


def _appoint(person: Person, county: Unit) -> None:
    unit = Unit.objects.within(county).get(name=person.unit) if person.unit else county
    create_user(
        username=person.username,
        name=person.name,
        roles=[RoleOnUnit(person.role, unit)],
        by=None,
        password=PASSWORD,
    )


def _import(command: str, file: str, *options: str) -> None:
    call_command(command, str(WORKBOOKS / file), *options, "--as", "shending", verbosity=0)
