"""The quality of reporting per unit: each number exact, opened by its months, and the same on the
page, in the workbook and on the command line."""

import datetime
import io
import json
from fractions import Fraction

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.trail.proposals import ProposalState
from assessment.kinds import read_parameters
from assessment.reckoning import reckon
from assessment.services import draft_scheme, set_rule
from figures.book import Book
from figures.facts import load_facts
from figures.quality_page import quality_table
from figures.selectors import units_in
from figures.subjects.reporting import (
    INDICATORS,
    NAME,
    PARTS,
    REPORTING,
    WHOLE,
    load_reporting,
    unit_groups,
)
from figures.tests.scene import JUNE, enter, make_line, sign_in
from investment.models import (
    CheckClass,
    CheckFinding,
    EntryProposal,
    EntryState,
    PeriodExtension,
    ProposalKind,
    ReportingCall,
    Verdict,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2019, 8, 2)
THEN = datetime.datetime(2019, 7, 10, tzinfo=datetime.UTC)


@pytest.fixture
def months(unit_a, unit_b, approver):
    """Unit A on time in May, late, called and returned twice in June, its second project never
    sent; unit B late in May, within an extension in June. April is of no known day for both."""
    road, bridge = (make_line(unit_a, name, 1000).project for name in ("甲公路", "乙大桥"))
    reservoir = make_line(unit_b, "丙水库", 1000).project
    for project in (road, reservoir):
        enter(project, 4, month_amount=1)
    entries = {
        ("road", 5): enter(road, 5, month_amount=1, received_on="2019-06-05"),
        ("road", 6): enter(road, 6, month_amount=0, received_on="2019-07-06", returned_times=2),
        ("reservoir", 5): enter(reservoir, 5, month_amount=1, received_on="2019-06-06"),
        ("reservoir", 6): enter(
            reservoir, 6, month_amount=1, received_on="2019-07-08", state=EntryState.SUBMITTED
        ),
    }
    PeriodExtension.objects.create(
        period=entries["reservoir", 6].period,
        unit=unit_b,
        until=datetime.date(2019, 7, 8),
        reason="停电",
        state=ProposalState.ACCEPTED,
        proposed_by=approver,
        proposed_at=THEN,
    )
    ReportingCall.objects.create(
        period=entries["road", 6].period,
        unit=unit_a,
        whom="填报员陈交通",
        answer="promised",
        called_by=approver,
        called_at=THEN,
    )
    return {"road": road, "bridge": bridge, "reservoir": reservoir, "entries": entries}


@pytest.fixture
def propose(approver):
    def propose(entry, kind=ProposalKind.CORRECTION, state=ProposalState.ACCEPTED):
        EntryProposal.objects.create(
            entry=entry,
            kind=kind,
            state=state,
            entry_version=1,
            before={},
            after={},
            reason="笔误",
            proposed_by=approver,
            proposed_at=THEN,
        )

    return propose


@pytest.fixture
def find():
    def find(entry, code, check_class=CheckClass.EXPLAIN, **values):
        CheckFinding.objects.create(
            entry=entry, code=code, check_class=check_class, message="提示", found_at=THEN, **values
        )

    return find


def book_of(county, today=TODAY):
    return Book(REPORTING, load_reporting(county, JUNE, today))


def values(book, group=WHOLE):
    return {name: book.of(NAME, group, name).value for name in INDICATORS}


def by_unit(county, today=TODAY):
    book = book_of(county, today)
    return {group: values(book, group) for group in unit_groups(book.facts.rows)}


def test_every_indicator_is_exact_by_unit(county, months):
    assert by_unit(county) == {
        "交通运输局": {
            "应报数": 6,
            "按时数": 1,
            "迟报数": 1,
            "累计补报数": 0,
            "未报送数": 3,
            "收到日期未记数": 1,
            "未到期数": 0,
            "按时报送率": Fraction(1, 5),
            "退回次数": 2,
            "催报次数": 1,
            "更正次数": 0,
            "未说明提示数": 0,
        },
        "水利局": {
            "应报数": 3,
            "按时数": 1,
            "迟报数": 1,
            "累计补报数": 0,
            "未报送数": 0,
            "收到日期未记数": 1,
            "未到期数": 0,
            "按时报送率": Fraction(1, 2),
            "退回次数": 0,
            "催报次数": 0,
            "更正次数": 0,
            "未说明提示数": 0,
        },
    }


def test_the_table_of_units_has_the_figures_of_the_book(county, months):
    book = book_of(county)
    table = quality_table(book.facts)
    shown = [figure for line in (*table.lines, table.whole) for figure in line.figures]
    assert {figure.key: figure for figure in shown} == {
        f"{NAME}.{group}.{name}": book.of(NAME, group, name)
        for group in (WHOLE, *unit_groups(book.facts.rows))
        for name in INDICATORS
    }


def test_each_month_owed_is_counted_once(county, months):
    enter(months["bridge"], 6, year_to_date=5, received_on="2019-07-05")
    whole = values(book_of(county))
    assert [whole[name] for name in PARTS] == [3, 2, 2, 0, 2, 0]
    assert whole["应报数"] == 9


@pytest.mark.parametrize(
    ("day", "parts", "rate"),
    [
        ("2019-07-05", [1, 1, 0, 2, 1, 1], Fraction(1, 4)),
        ("2019-07-06", [1, 1, 0, 3, 1, 0], Fraction(1, 5)),
    ],
)
def test_silence_is_undecided_until_the_due_date_has_passed(county, months, day, parts, rate):
    road = by_unit(county, datetime.date.fromisoformat(day))["交通运输局"]
    assert [road[name] for name in PARTS] == parts
    assert (road["应报数"], road["按时报送率"]) == (6, rate)


@pytest.mark.parametrize(
    ("day", "parts", "rate"),
    [
        ("2019-07-08", [0, 1, 0, 0, 1, 1], Fraction(0)),
        ("2019-07-09", [0, 1, 0, 1, 1, 0], Fraction(0)),
    ],
)
def test_who_was_given_longer_is_undecided_until_then(county, months, day, parts, rate):
    returned = months["entries"]["reservoir", 6]
    returned.state = EntryState.RETURNED
    returned.save()
    reservoir = by_unit(county, datetime.date.fromisoformat(day))["水利局"]
    assert [reservoir[name] for name in PARTS] == parts
    assert (reservoir["应报数"], reservoir["按时报送率"]) == (3, rate)


def test_where_nothing_is_due_yet_there_is_no_rate(county, unit_a):
    enter(make_line(unit_a, "甲公路", 1000).project, 6, state=EntryState.DRAFT)
    before, after = (by_unit(county, datetime.date(2019, 7, day))["交通运输局"] for day in (5, 6))
    assert (before["未到期数"], before["按时报送率"]) == (1, None)
    assert (after["未到期数"], after["按时报送率"]) == (0, Fraction(0))


def test_a_month_that_is_not_due_does_not_say_that_it_was_not_sent(county, months):
    months["entries"]["reservoir", 6].delete()
    months["entries"]["road", 6].state = EntryState.RETURNED
    months["entries"]["road", 6].save()
    book = book_of(county, datetime.date(2019, 7, 5))
    assert [(fact.project_name, fact.words) for fact in book["报送质量.全县.未到期数"].rows] == [
        ("甲公路", "未到期（已退回）"),
        ("乙大桥", "未到期"),
        ("丙水库", "未到期"),
    ]
    assert [fact.words for fact in book["报送质量.全县.未报送数"].rows] == ["未报送", "未报送"]


def test_the_page_and_the_command_go_by_the_day(client, months, leader, settings):
    settings.XUSHI_TODAY = "2019-07-05"
    out = io.StringIO()
    call_command("figures", "--as-of", "2019-06-30", "--format", "json", stdout=out)
    printed = json.loads(out.getvalue())
    assert printed["报送质量.交通运输局.按时报送率"] == {"value": "25.00", "unit": "%", "rows": 4}
    assert printed["报送质量.全县.未到期数"] == {"value": "1", "unit": "项", "rows": 1}
    address = reverse("figures:quality_rows", args=[JUNE, "未到期数"])
    assert sign_in(client, leader).get(address).context["figure"].value == 1


def test_only_accepted_corrections_count(county, months, propose):
    entry = months["entries"]["road", 5]
    propose(entry)
    propose(entry)
    propose(entry, kind=ProposalKind.VERIFICATION)
    for state in (ProposalState.WAITING, ProposalState.REFUSED, ProposalState.WITHDRAWN):
        propose(entry, state=state)
    assert by_unit(county)["交通运输局"]["更正次数"] == 2


# What is found, and whether it counts as unexplained.
FINDINGS = {
    "not explained": ({}, 1),
    "explained": ({"explanation": "雨季停工"}, 0),
    "accepted without words": ({"verdict": Verdict.ACCEPTED}, 0),
    "explained, yet doubtful": ({"explanation": "雨季", "verdict": Verdict.DOUBTFUL}, 1),
    "explained, yet false": ({"explanation": "雨季", "verdict": Verdict.FALSE}, 1),
    "only a notice": ({"check_class": CheckClass.NOTICE}, 0),
    "of an earlier sending": ({"superseded_at": THEN}, 0),
}


@pytest.mark.parametrize("case", FINDINGS)
def test_what_was_not_explained_counts(county, months, find, case):
    found, counted = FINDINGS[case]
    find(months["entries"]["road", 5], "same_money", **found)
    assert by_unit(county)["交通运输局"]["未说明提示数"] == counted


def test_nothing_owed_has_no_rate(county):
    assert values(book_of(county))["按时报送率"] is None


def test_reports_of_no_known_day_have_no_rate(county, unit_a):
    enter(make_line(unit_a, "甲公路", 1000).project, 6, month_amount=1)
    assert by_unit(county)["交通运输局"]["按时报送率"] is None


def test_the_page_ranks_the_units_and_every_number_opens_its_months(client, months, leader):
    sign_in(client, leader)
    table = client.get(reverse("figures:quality", args=[JUNE])).context["table"]
    assert [line.name for line in table.lines] == ["水利局", "交通运输局"]
    for line in table.lines:
        for figure in line.figures:
            address = reverse("figures:quality_rows", args=[JUNE, figure.name])
            opened = client.get(address, {"unit": line.unit_id}).context["figure"]
            assert (opened.value, opened.rows) == (figure.value, figure.rows)


def test_the_command_prints_them_under_their_names(county, months):
    out = io.StringIO()
    call_command("figures", "--as-of", "2019-06-30", "--format", "json", stdout=out)
    printed = json.loads(out.getvalue())
    assert printed["报送质量.全县.按时报送率"] == {"value": "28.57", "unit": "%", "rows": 7}
    assert printed["报送质量.水利局.按时报送率"] == {"value": "50.00", "unit": "%", "rows": 2}
    assert printed["报送质量.交通运输局.退回次数"] == {"value": "2", "unit": "次", "rows": 1}


def test_an_assessment_goes_by_the_day_it_is_reckoned_on(county, months, approver):
    scheme = draft_scheme(
        county=county,
        by=approver,
        values={
            "year": 2019,
            "period": "half",
            "name": "考核办法",
            "part": "reporting",
            "plan_key": "县级",
            "source": "2019年考核细则",
        },
    )
    set_rule(
        scheme=scheme,
        rule=None,
        name="按时报送",
        kind="share",
        parameters=read_parameters("share", {"figure": "报送质量.按时报送率", "points": "10"}),
        by=approver,
        version=scheme.version,
    )
    days = (datetime.date(2019, 7, 5), datetime.date(2019, 7, 6))
    tables = [reckon(scheme, 1, JUNE, until=day) for day in days]
    assert [{unit.unit_name: unit.total for unit in table.units} for table in tables] == [
        {"交通运输局": 250, "水利局": 500},
        {"交通运输局": 200, "水利局": 500},
    ]


def test_the_workbook_has_the_table_and_the_months(client, months, leader):
    answer = sign_in(client, leader).get(reverse("figures:quality_export", args=[JUNE]))
    table, detail = (
        [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    )
    assert table[0][0] == "2019年1—6月各单位报送质量"
    assert table[2:6] == [
        [
            *("填报单位", "应报数", "按时数", "迟报数", "累计补报数", "未报送数"),
            *("收到日期未记数", "未到期数", "按时报送率%", "退回次数", "催报次数"),
            *("更正次数", "未说明提示数"),
        ],
        ["水利局", 3, 1, 1, 0, 0, 1, 0, 50, 0, 0, 0, 0],
        ["交通运输局", 6, 1, 1, 0, 3, 1, 0, 20, 2, 1, 0, 0],
        ["合计", 9, 2, 2, 0, 3, 2, 0, 28.57, 2, 1, 0, 0],
    ]
    assert len(detail) == 3 + 9


def test_a_unit_sees_its_own_months_alone(client, months, reporter, unit_b):
    sign_in(client, reporter)
    page = client.get(reverse("figures:quality", args=[JUNE]))
    assert [line.name for line in page.context["table"].lines] == ["交通运输局"]
    address = reverse("figures:quality_rows", args=[JUNE, "应报数"])
    assert client.get(address, {"unit": unit_b.pk}).status_code == 404
    assert "丙水库" not in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["2019-08/quality/", "2019-06/quality/没有的/"])
def test_what_is_not_there_is_404(client, months, leader, address):
    assert sign_in(client, leader).get(f"/figures/{address}").status_code == 404


def test_before_anything_is_approved_the_menu_says_what_to_do(client, leader):
    page = sign_in(client, leader).get(reverse("figures:quality_latest")).content.decode()
    assert "还没有已审定的月度进度" in page


def test_thirty_projects_take_as_many_queries_as_one(client, unit_a, leader):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("figures:quality", args=[JUNE])).status_code == 200
        return len(seen)

    sign_in(client, leader)
    enter(make_line(unit_a, "甲公路", 1000).project, 6, month_amount=1)
    queries()
    at_one = queries()
    for number in range(29):
        enter(make_line(unit_a, f"第{number}条公路", 1000).project, 6, month_amount=1)
    assert queries() == at_one


def test_units_stand_in_the_order_of_offices(county, unit_a, unit_b):
    enter(make_line(unit_a, "甲公路", 1000).project, 6, month_amount=1)
    enter(make_line(unit_b, "乙水库", 1000).project, 6, month_amount=1)
    unit_a.position = 9
    unit_a.save()
    reports = load_reporting(county, JUNE, datetime.date(2019, 8, 2))
    assert [fact.unit_name for fact in reports.rows] == ["水利局", "交通运输局"]
    assert list(units_in(load_facts(county, JUNE)).values()) == ["水利局", "交通运输局"]
