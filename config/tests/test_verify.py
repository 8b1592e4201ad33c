"""What ``manage.py verify`` finds of what a hand in the database may do, and what it overlooks:
that a word was reworded."""

import datetime
from dataclasses import replace

import pytest
from django.db import connection

from accounts.models import AuditEvent, AuditHead, Unit, UnitKind
from accounts.people.services import create_unit
from accounts.tests.trail import tell_the_rest, told, verified
from accounts.trail.anchors import add_anchor
from accounts.trail.audit import audited, line_hash
from accounts.trail.facts import made
from accounts.trail.guard import lift_guard, set_guard
from config.tests.test_backup import beside
from investment import services
from investment.drafts import EntryDraft
from investment.models import MonthlyEntry, SignedSheet
from investment.services.periods import open_period
from investment.signed_sheets import keep_signed_sheet
from measures import money
from measures.money import WAN
from measures.months import Month
from projects.models import Part, Project
from projects.services import assign_unit
from projects.tests.factories import PlanItemFactory
from supervision.models import ProblemSource
from supervision.orders.services import issue_order
from supervision.problems.services import raise_problem

pytestmark = pytest.mark.django_db


TODAY = datetime.date(2019, 8, 2)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def project(county, unit_a):
    project = Project.objects.create(county=county, name="镇区道路改造工程")
    PlanItemFactory(project=project, planned_investment=500 * WAN)
    for part in (Part.REPORTING, Part.RESPONSIBLE):
        assign_unit(project=project, unit=unit_a, part=part, by=None, on=datetime.date(2019, 1, 1))
    return project


@pytest.fixture
def county_at_work(project, unit_a, reporter, approver, reviewer):
    """An approved entry, a plan line, an order and a signed sheet; the trail tells of all, and is
    anchored."""
    period = open_period(county=project.county, month=Month(2019, 7), by=None)
    send_july(period, project, reporter)
    keep_signed_sheet(unit=unit_a, period=period, name="7月.pdf", content=PDF, by=reporter)
    entry = MonthlyEntry.objects.get()
    services.approve_entries(versions={entry.pk: entry.version}, by=approver)
    dispatch(project, unit_a, reporter, reviewer)
    tell_the_rest()
    add_anchor(datetime.date(2019, 8, 2))
    assert verified() == []


def send_july(period, project, by):
    draft = EntryDraft(project.pk, month_amount=100 * WAN, progress="主体施工")
    services.send_entries(period=period, drafts=[draft], by=by, today=TODAY)


def dispatch(project, unit, reporter, reviewer):
    problem = raise_problem(
        project=project,
        category="land",
        severity="general",
        text="用地没有批下来",
        source=ProblemSource.UNIT,
        by=reporter,
        today=TODAY,
    )
    issue_order(
        problem=problem, addressee=unit, request="限期办结", workdays=5, by=reviewer, today=TODAY
    )


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("statement", "told_of"),
    [
        ("UPDATE investment_monthlyentry SET month = 6", "月份为6，记录为7"),
        ("UPDATE investment_monthlyentry SET unit_id = {unit_b}", "填报单位为水利局，记录为交通"),
        ("UPDATE investment_monthlyentry SET project_id = {other}", "项目为别的项目，记录为镇区"),
        ("UPDATE investment_monthlyentry SET approved_by_id = {reporter}", "审定人为陈交通，记录"),
        (
            "UPDATE investment_monthlyentry SET received_on = '2019-08-01'",
            "收到日期为2019年8月1日，记录为2019年8月2日",
        ),
        (
            "UPDATE projects_planitem SET planned_investment = 1",
            "年度计划投资为0.0001万元，记录为500万元",
        ),
        ("UPDATE projects_project SET total_investment = 10000", "总投资为1万元，记录为"),
        (
            "UPDATE supervision_dispatchorder SET due_on = '2019-12-31'",
            "办结期限为2019年12月31日，记录为2019年8月9日",
        ),
        (
            "UPDATE accounts_roleassignment SET role = 'approver' WHERE role = 'reporter'",
            "角色为审定员，记录为填报员",
        ),
        ("UPDATE investment_signedsheet SET sha256 = 'x'", "SHA-256为x，记录为"),
    ],
)
def test_a_fact_changed_past_the_services_is_named(
    county_at_work, statement, told_of, unit_b, reporter, county
):
    other = Project.objects.create(county=county, name="别的项目")
    tell_the_rest()
    sql(statement.format(unit_b=unit_b.pk, reporter=reporter.pk, other=other.pk))
    found = verified()
    assert [sentence for sentence in found if told_of in sentence] != []


def test_a_file_that_is_gone_is_missed(county_at_work, settings):
    [file] = (settings.MEDIA_ROOT / "signed").rglob("*/*")
    file.unlink()
    pk = SignedSheet.objects.get().pk
    assert verified() == [f"签章表“7月.pdf”（编号{pk}）：文件不见了"]


def test_a_file_that_was_changed_is_found(county_at_work, settings):
    [file] = (settings.MEDIA_ROOT / "signed").rglob("*/*")
    file.write_bytes(PDF + b" ")
    assert verified() == [
        f"签章表“7月.pdf”（编号{SignedSheet.objects.get().pk}）：文件内容与登记的 SHA-256 不符"
    ]


@pytest.fixture
def owner():
    """Who owns the trail's table lifts its guard, and sets it again so that nobody sees."""

    def act(deed):
        lift_guard(connection)
        deed()
        set_guard(connection)

    return act


def test_ten_lines_cut_with_the_head_set_to_match_are_found(county_at_work, owner):
    def cut():
        AuditEvent.objects.filter(sequence__gt=AuditEvent.objects.count() - 10).delete()
        last = AuditEvent.objects.latest("sequence")
        AuditHead.objects.update(count=last.sequence, last_hash=last.hash)

    count = AuditEvent.objects.count()
    owner(cut)
    found = verified()
    assert f"2019-08-02记下的第{count}条，现在不在操作记录里或已被改动" in found


def test_a_line_changed_with_the_whole_chain_hashed_anew_is_found(county_at_work, owner):
    def change():
        before = ""
        for line in AuditEvent.objects.order_by("sequence"):
            line.reason = "后补的理由" if line.sequence == 2 else line.reason
            line.previous_hash = before
            line.hash = before = line_hash(line)
            line.save()
        AuditHead.objects.update(last_hash=before)

    count = AuditEvent.objects.count()
    owner(change)
    assert verified() == [f"2019-08-02记下的第{count}条，现在不在操作记录里或已被改动"]


def test_rewording_a_label_a_choice_and_the_unit_of_money_changes_nothing_kept(
    county_at_work, monkeypatch
):
    line = AuditEvent.objects.get(action="entry.submit")
    assert told(line)["本月完成投资"] == ["", "100万元"]
    assert told(line)["状态"] == ["", "待审核"]
    amount = MonthlyEntry._meta.get_field("month_amount")
    monkeypatch.setattr(amount, "verbose_name", "当月投资额")
    state = MonthlyEntry._meta.get_field("state")
    reworded = [(key, f"“{word}”") for key, word in state.flatchoices]
    monkeypatch.setattr(state, "choices", reworded)
    monkeypatch.setattr(money, "WAN_NAME", "萬元")
    assert verified() == []
    assert told(line)["当月投资额"] == ["", "100萬元"]
    assert told(line)["状态"] == ["", "“待审核”"]


def test_a_line_from_before_a_column_was_renamed_tells_of_it_still(county, monkeypatch):
    """Seen to fail where the fold, or the words, read the line's own names."""
    formerly = {"called": "name", "belongs_to_id": "parent_id"}
    monkeypatch.setattr(Unit, "trail", replace(Unit.trail, formerly=formerly))
    old_names = {new: old for old, new in formerly.items()}
    bureau, office = (
        Unit.objects.create(name=name, kind=UnitKind.DEPARTMENT, parent=county, county=county)
        for name in ("交通局", "水利局")
    )
    with audited(by=None) as audit:
        of_old = [
            {old_names.get(name, name): change for name, change in made(unit).items()}
            for unit in (bureau, office)
        ]
        audit.record(bureau, "unit.create", changes=of_old[0], rows=[(office, of_old[1])])
    tell_the_rest()
    assert verified() == []
    words = told(AuditEvent.objects.get(action="unit.create"))
    assert words["单位名称"] == ["", "交通局"]
    assert words["上级单位"] == ["", str(county)]
    assert words["单位 单位名称"] == ["", "水利局"]
    Unit.objects.filter(pk=bureau.pk).update(name="公路局")
    assert verified() == ["与操作记录不符：单位 公路局，单位名称为公路局，记录为交通局"]


@pytest.mark.django_db(transaction=True)
def test_what_is_done_and_anchored_while_verify_reads_is_no_tampering(county):
    """Seen to be called 数据有而操作记录没有 where each query reads what stands, and anchors to be
    called missing from the trail where the file is read after the trail."""
    done = []

    def found_a_unit():
        create_unit(parent=county, name="水利局", kind=UnitKind.DEPARTMENT, by=None)
        add_anchor(datetime.date(2019, 8, 3))

    def meanwhile(execute, sql, params, many, context):
        if not done and 'FROM "accounts_unit"' in sql:
            done.append(sql)
            beside(found_a_unit)
        return execute(sql, params, many, context)

    tell_the_rest()
    add_anchor(TODAY)
    with connection.execute_wrapper(meanwhile):
        assert verified() == []
    assert (len(done), Unit.objects.filter(name="水利局").count()) == (1, 1)
    assert verified() == []
