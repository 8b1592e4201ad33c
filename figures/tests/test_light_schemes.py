"""Thresholds of the lights: both families, changed in the middle of a year, never backwards."""

import datetime

import pytest

from accounts.errors import DomainError, NotAllowed
from accounts.models import AuditEvent
from figures.facts import load_facts
from figures.models import LightFamily, LightScheme
from figures.services import set_light_scheme, words_of
from figures.tests.scene import JUNE, enter, make_line, sign_in
from investment.models import PublishedAs, ReportingPeriod
from measures.money import WAN
from measures.months import Month
from supervision.notices.body import compose_body
from supervision.notices.kept import NoticeBody
from supervision.notices.services import add_item, change_draft, draft_notice, issue_notice

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 7, 1)
JULY = Month(2019, 7)
# 武汉: under 80 % of pace a yellow card, under 60 % a red one (KNOWLEDGE §1).
RATIO = {
    "family": LightFamily.RATIO,
    "green_limit": 80,
    "amber_limit": 60,
    "start_red_months": 3,
    "source": "武重办〔2019〕2号",
}
POINTS = {
    "family": LightFamily.POINTS,
    "green_limit": 5,
    "amber_limit": 20,
    "start_red_months": 2,
    "source": "县重办〔2019〕9号",
}


@pytest.fixture
def project(unit_a):
    """41 % at the end of June (pace 50: 9 points behind, 82 % of pace), 41 % in July (58.3: 17.3
    points behind, 70.3 % of pace)."""
    line = make_line(unit_a, "滨河路", 1000, {6: 410})
    enter(line.project, 7, month_amount=0, year_to_date=410 * WAN, zero_reason="completed")
    return line.project


def light(county, month):
    [row] = load_facts(county, month).rows
    return row.light.colour.value


@pytest.mark.parametrize(("scheme", "july"), [(RATIO, "amber"), (POINTS, "amber")])
def test_a_change_in_the_middle_of_a_year_holds_from_its_month(
    county, project, approver, scheme, july
):
    assert (light(county, JUNE), light(county, JULY)) == ("amber", "red")
    set_light_scheme(
        county=county, from_date=datetime.date(2019, 7, 15), by=approver, today=TODAY, **scheme
    )
    assert (light(county, JUNE), light(county, JULY)) == ("amber", july)
    assert load_facts(county, JULY).light_source == scheme["source"]
    assert load_facts(county, JUNE).light_source.startswith("系统默认")


def test_an_issued_document_keeps_the_lights_it_was_issued_with(
    county, project, unit_a, inspector, approver
):
    notice = draft_notice(county=county, month=JULY, plan_key="县级", by=inspector, today=TODAY)
    add_item(notice=notice, kind="remind", unit=unit_a, part="reporting", text="加快", by=inspector)
    change_draft(notice=notice, values={"signer": "赵局长"}, by=inspector, version=notice.version)
    issue_notice(
        notice=notice,
        by=approver,
        version=notice.version,
        read=compose_body(notice).digest,
        today=TODAY,
    )
    set_light_scheme(county=county, from_date=TODAY, by=approver, today=TODAY, **RATIO)
    notice.refresh_from_db()
    assert light(county, JULY) == "amber"
    body = NoticeBody.read(notice.body, JULY)
    assert "亮灯情况：红灯1个（" in body.paragraphs[2].text
    assert body.light_source.startswith("系统默认")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": " "}, "请写明依据的文件"),
        ({"amber_limit": 90}, "按占序时比例亮灯时，黄灯界限不能大于绿灯界限"),
        (
            {"family": LightFamily.POINTS, "green_limit": 10, "amber_limit": 5},
            "按落后百分点亮灯时，黄灯界限不能小于绿灯界限",
        ),
    ],
)
def test_what_cannot_hold_is_refused(county, approver, change, message):
    values = {"from_date": TODAY} | RATIO | change
    with pytest.raises(DomainError) as error:
        set_light_scheme(county=county, by=approver, today=TODAY, **values)
    assert str(error.value) == message


def publish(county, month):
    """As if the month had been published."""
    ReportingPeriod.objects.update_or_create(
        county=county,
        year=2019,
        month=month,
        defaults={"due_on": TODAY, "published_as": PublishedAs.FINAL},
    )


def test_a_rule_begins_on_a_past_day_while_nothing_is_published(county, project, approver):
    ReportingPeriod.objects.update(published_as=PublishedAs.NOT)
    june = light(county, JUNE)
    january = datetime.date(2019, 1, 1)
    set_light_scheme(county=county, from_date=january, by=approver, today=TODAY, **POINTS)
    assert (june, light(county, JUNE)) == ("amber", "amber")
    assert load_facts(county, JUNE).light_source == POINTS["source"]


def test_before_the_first_published_month_a_rule_begins_where_that_month_keeps_its_own(
    county, project, approver
):
    publish(county, 6)

    def set_it(day, rule=POINTS):
        set_light_scheme(county=county, from_date=day, by=approver, today=TODAY, **rule)

    refusal = "亮灯规则不能追溯：生效日期不能早于今天，已经发布的月份仍按当时的规则"
    for month in (1, 6):
        with pytest.raises(DomainError) as error:
            set_it(datetime.date(2019, month, 1))
        assert str(error.value) == refusal
    LightScheme.objects.create(county=county, from_date=datetime.date(2019, 6, 1), **RATIO)
    set_it(datetime.date(2019, 1, 1))
    assert load_facts(county, JUNE).light_source == RATIO["source"]
    assert load_facts(county, Month(2019, 5)).light_source == POINTS["source"]


def test_after_a_published_month_no_rule_begins_on_a_past_day(county, approver):
    publish(county, 1)
    with pytest.raises(DomainError):
        set_light_scheme(
            county=county, from_date=datetime.date(2019, 6, 1), by=approver, today=TODAY, **RATIO
        )


def test_one_change_a_day(county, approver):
    set_light_scheme(county=county, from_date=TODAY, by=approver, today=TODAY, **RATIO)
    with pytest.raises(DomainError) as error:
        set_light_scheme(county=county, from_date=TODAY, by=approver, today=TODAY, **POINTS)
    assert (
        str(error.value) == "这一天已经有一条亮灯规则；要改正请选次日生效，同一个月里以后一条为准"
    )
    assert AuditEvent.objects.filter(action="light.set").count() == 1


def test_a_reviewer_reads_and_does_not_set(client, county, reviewer):
    with pytest.raises(NotAllowed):
        set_light_scheme(county=county, from_date=TODAY, by=reviewer, today=TODAY, **RATIO)
    page = sign_in(client, reviewer).get("/figures/lights/")
    assert (page.status_code, page.context["form"]) == (200, None)


def test_the_approver_sets_it_on_the_page(client, county, approver):
    form = RATIO | {"from_date": "2019-09-01"}
    assert sign_in(client, approver).post("/figures/lights/", form).status_code == 302
    assert words_of(LightScheme.objects.get()) == (
        "达到序时进度的80%为绿灯，60%以上为黄灯，不足为红灯；开工滞后满3个月为红灯"
    )
