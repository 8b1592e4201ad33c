"""机构调整: a unit is merged into another from a day. What is open passes on, the past stays."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed
from accounts.models import Role, RoleAssignment, Unit, UnitKind
from accounts.people.waiting import waiting_for
from accounts.tests.trail import told
from accounts.trail.proposals import accept, withdraw
from accounts.trail.rebuilding import differences
from accounts.trail.selectors import history_of
from figures.facts import load_facts
from figures.tests.scene import JUNE
from investment.models import PeriodExtension, ReportingPeriod, UnitContact
from measures.months import Month
from projects.intake.register import read_register
from projects.mergers.services import propose_merger
from projects.mergers.succession import holdings
from projects.models import Part, Project, ProjectUnit, UnitMerger
from projects.services import create_project
from supervision.models import DispatchOrder

AUGUST_1, AUGUST_2 = datetime.date(2019, 8, 1), datetime.date(2019, 8, 2)
MERGERS = reverse("projects:mergers")


@pytest.fixture(autouse=True)
def in_august(monkeypatch):
    monkeypatch.setattr("accounts.clock.today", lambda: AUGUST_2)


@pytest.fixture
def merger(unit_a, unit_b, administrator):
    """交通运输局 goes on as 水利局."""
    return propose_merger(
        unit=unit_a,
        successor=unit_b,
        from_day=AUGUST_1,
        document="县机构改革方案",
        by=administrator,
        today=AUGUST_2,
    )


def printed():
    out = StringIO()
    call_command("figures", as_of=JUNE.last_day, stdout=out)
    return out.getvalue()


def test_june_is_printed_as_it_was_and_august_is_the_successors(county, project, merger, approver):
    before, lines = printed(), load_facts(county, JUNE).rows
    accept(proposal=merger, by=approver, today=AUGUST_2)
    assert printed() == before
    assert load_facts(county, JUNE).rows == lines
    [august] = load_facts(county, Month(2019, 8)).rows
    assert (lines[0].unit_name, august.unit_name) == ("交通运输局", "水利局")


def test_parts_orders_users_contacts_and_units_below_pass_on(
    county, project, order, unit_a, unit_b, merger, reporter, approver
):
    team = Unit.objects.create(parent=unit_a, name="公路段", kind=UnitKind.DEPARTMENT)
    UnitContact.objects.create(unit=unit_a, role="head", name="陈局长")
    assert [(holding.what, holding.words) for holding in holdings(unit_a, AUGUST_2)] == [
        ("项目的填报单位", "滨河路"),
        ("项目的责任单位", "滨河路"),
        ("用户", f"{reporter}（填报员）"),
        ("下级单位", "公路段"),
        ("联系人", "陈局长"),
        ("未办结的调度单", "〔2019〕1号调度单"),
    ]
    accept(proposal=merger, by=approver, today=AUGUST_2)
    assert holdings(Unit.objects.get(pk=unit_a.pk), AUGUST_2) == []
    held = ProjectUnit.objects.filter(part=Part.REPORTING).order_by("pk")
    assert [(row.unit, row.from_date, row.until) for row in held] == [
        (unit_a, datetime.date(2019, 1, 1), AUGUST_1),
        (unit_b, AUGUST_1, None),
    ]
    order.refresh_from_db()
    assert order.addressee == unit_b
    assert order.steps.last().text == "机构调整，由交通运输局转水利局承办"
    assert RoleAssignment.objects.get(user=reporter).unit == unit_b
    team.refresh_from_db()
    unit_a.refresh_from_db()
    assert (team.parent, unit_a.is_active, unit_a.successor, unit_a.closed_on) == (
        unit_b,
        False,
        unit_b,
        AUGUST_1,
    )
    assert unit_b.contacts.get().name == "陈局长"


def test_the_trail_tells_all_that_passed_on(county, unit_a, order, merger, reporter, approver):
    create_project(
        county=county,
        by=approver,
        facts={"name": "引水工程", "stage": "construction"},
        reporting=unit_a,
        on=datetime.date(2019, 1, 1),
    )
    own = ProjectUnit.objects.filter(project__name="引水工程")
    scene = ProjectUnit.objects.exclude(pk__in=own)
    scene.delete()
    accept(proposal=merger, by=approver, today=AUGUST_2)
    assert own.count() == 4
    assert differences(ProjectUnit, DispatchOrder, UnitMerger) == []
    assert [each for each in differences(RoleAssignment) if "水利局" in each] == []


def test_the_history_of_the_unit_says_into_which_it_goes(merger, unit_a, approver):
    accept(proposal=merger, by=approver, today=AUGUST_2)
    told_of = [(line.action, told(line)) for line in history_of(unit_a)]
    assert told_of == [
        ("unit.answer_merger", {"状态": ["待审定", "已采纳"]}),
        (
            "unit.merge",
            {"启用": ["是", "否"], "承接单位": ["", "水利局"], "并入日期": ["", "2019年8月1日"]},
        ),
        (
            "unit.propose_merger",
            {"状态": ["", "待审定"], "并入单位": ["", "水利局"], "自": ["", "2019年8月1日"]},
        ),
    ]


def test_what_the_successor_has_already_it_is_not_given_twice(
    project, unit_a, unit_b, administrator, approver
):
    ProjectUnit.objects.create(
        project=project, unit=unit_a, part=Part.LINKED, from_date="2019-01-01"
    )
    merger = propose_merger(
        unit=unit_b,
        successor=unit_a,
        from_day=AUGUST_1,
        document="方案",
        by=administrator,
        today=AUGUST_2,
    )
    accept(proposal=merger, by=approver, today=AUGUST_2)
    linked = ProjectUnit.objects.filter(project=project, part=Part.LINKED)
    assert sorted((row.unit.name, row.until) for row in linked if row.until is None) == [
        ("交通运输局", None)
    ]
    assert linked.get(unit=unit_b).until == AUGUST_1


def test_the_time_that_a_unit_was_given_is_its_successors_too(
    county, project, unit_a, unit_b, merger, approver
):
    period = ReportingPeriod.objects.create(
        county=county, year=2019, month=7, due_on=datetime.date(2019, 8, 5)
    )
    PeriodExtension.objects.create(
        period=period,
        unit=unit_a,
        until=datetime.date(2019, 8, 9),
        reason="系统升级",
        state="accepted",
        proposed_by=approver,
        proposed_at="2019-08-01T09:00:00+08:00",
    )
    accept(proposal=merger, by=approver, today=AUGUST_2)
    given = PeriodExtension.objects.order_by("pk").values_list("unit__name", "until")
    assert list(given) == [
        ("交通运输局", datetime.date(2019, 8, 9)),
        ("水利局", datetime.date(2019, 8, 9)),
    ]


def test_a_workbook_that_names_the_former_unit_means_its_successor(
    county, unit_b, merger, approver
):
    accept(proposal=merger, by=approver, today=AUGUST_2)
    assert read_register(county, 2019).units["交通运输局"] == unit_b


def test_a_unit_that_was_merged_is_not_taken_into_use_again(
    client, administrator, unit_a, county, merger, approver
):
    accept(proposal=merger, by=approver, today=AUGUST_2)
    unit_a.refresh_from_db()
    client.force_login(administrator)
    page = client.post(
        reverse("accounts:unit_edit", args=[unit_a.pk]),
        {
            "name": unit_a.name,
            "short_name": "",
            "kind": unit_a.kind,
            "parent": county.pk,
            "position": 0,
            "is_active": "on",
            "version": unit_a.version,
        },
    ).content.decode()
    assert "“交通运输局”已并入水利局，不能再启用。" in page
    page = client.get(reverse("accounts:unit", args=[unit_a.pk])).content.decode()
    assert "2019年8月1日起并入" in page


def test_the_administrator_proposes_and_the_approver_sees_what_passes_on_and_does_it(
    client, administrator, approver, unit_a, unit_b, project
):
    client.force_login(administrator)
    unit_page = client.get(reverse("accounts:unit", args=[unit_a.pk])).content.decode()
    assert f'href="{MERGERS}?unit={unit_a.pk}"' in unit_page
    assert "滨河路" in client.get(MERGERS, {"unit": unit_a.pk}).content.decode()
    sent = {"unit": unit_a.pk, "successor": unit_b.pk, "from_day": "2019-08-01", "document": "方案"}
    assert client.post(MERGERS, sent).url == MERGERS
    merger = UnitMerger.objects.get()
    own = reverse("projects:answer_merger", args=[merger.pk])
    assert client.post(own, {"accept": "1"}).status_code == 404
    client.force_login(approver)
    assert [each.text for each in waiting_for(approver, AUGUST_2) if "机构" in each.what] == [
        "交通运输局自2019年8月1日起并入水利局"
    ]
    assert "滨河路" in client.get(MERGERS).content.decode()
    client.post(own, {"accept": "1"})
    assert Project.objects.reported_by(unit_b).get() == project


def test_what_cannot_be_merged_is_refused_in_words(
    county, unit_a, unit_b, administrator, approver, reporter
):
    team = Unit.objects.create(parent=unit_a, name="公路段", kind=UnitKind.DEPARTMENT)

    def refused(by=administrator, **changes):
        asked = {"unit": unit_a, "successor": unit_b, "from_day": AUGUST_1} | changes
        with pytest.raises((DomainError, NotAllowed)) as error:
            propose_merger(document="方案", by=by, today=AUGUST_2, **asked)
        return str(error.value)

    assert refused(successor=unit_a) == "不能并入自己，请选另一个单位。"
    assert refused(successor=county) == "要并入的单位必须是本县的另一个单位。"
    assert refused(unit=county) == "县本身不能并入其他单位。"
    assert refused(successor=team) == "“公路段”在“交通运输局”之下，请先把它移出来。"
    assert refused(from_day=datetime.date(2019, 9, 1)) == "不能填以后的日期，请到那一天再办。"
    assert refused(by=reporter) == "只有管理员、审核员和审定员可以提出机构调整"
    Unit.objects.create(parent=unit_b, name="公路段", kind=UnitKind.DEPARTMENT)
    merger = propose_merger(
        unit=unit_a,
        successor=unit_b,
        from_day=AUGUST_1,
        document="方案",
        by=administrator,
        today=AUGUST_2,
    )
    with pytest.raises(DomainError) as error:
        accept(proposal=merger, by=approver, today=AUGUST_2)
    assert str(error.value) == "“水利局”下已经有叫“公路段”的单位，请先改名或移走。"
    assert RoleAssignment.objects.get(user=reporter, role=Role.REPORTER).unit == unit_a
    withdraw(proposal=merger, by=administrator)


def test_the_units_lead_to_it_and_it_back_for_those_who_see_them(
    client, administrator, approver, county
):
    units = reverse("accounts:units")
    client.force_login(administrator)
    assert f'href="{MERGERS}">机构调整</a>' in client.get(units).content.decode()
    back = f'<a href="{units}">单位</a>'
    assert back in client.get(MERGERS).content.decode()
    client.force_login(approver)
    assert back not in client.get(MERGERS).content.decode()
