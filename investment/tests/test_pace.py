"""The rule of pace: by county and by list, from a day on, never backwards."""

import datetime
from fractions import Fraction

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed
from accounts.models import AuditEvent, Unit, UnitKind
from accounts.tests.trail import told
from accounts.trail.reader import Reader
from accounts.trail.unwinding import AsKnown
from investment.models import PaceKind, PaceRule, PublishedAs, ReportingPeriod
from investment.pacing import paces_of, paces_of_projects
from investment.services import set_pace_rule
from measures.months import Month
from projects.models import AnnualPlan, Tier
from projects.tests.factories import PlanItemFactory, ProjectFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 7, 1)
MAY, JUNE, JULY, AUGUST = (Month(2019, number) for number in (5, 6, 7, 8))
# 10 % a month, by a provincial target (上半年60%).
TENTHS = [*(f"{number}0" for number in range(1, 11)), "100", "100"]
LINEAR = "已过月数 ÷ 12"


@pytest.fixture
def set_rule(county, approver):
    def made(kind=PaceKind.CURVE, shares=None, **values):
        asked = {PaceKind.CURVE: TENTHS, PaceKind.FIXED: ["60"]}
        given = {
            "county": county,
            "plan": None,
            "from_date": TODAY,
            "kind": kind,
            "shares": asked.get(kind, []) if shares is None else shares,
            "source": "县政发〔2019〕3号",
            "by": approver,
        }
        return set_pace_rule(today=TODAY, **(given | values))

    return made


def pace(county, month, plan=None, known=None):
    """In per cent, and by what."""
    pacing = paces_of(Reader(county, known)).of_list(plan and plan.pk)
    return pacing.at(month) * 100, pacing.words(month)


def test_months_by_twelve_where_nothing_is_set(county):
    assert pace(county, JUNE) == (50, LINEAR)


def test_a_rule_holds_from_its_month_and_moves_none_before(county, set_rule):
    set_rule(from_date=datetime.date(2019, 7, 15))
    assert pace(county, JUNE) == (50, LINEAR)
    assert pace(county, JULY) == (70, "按进度曲线（县政发〔2019〕3号）")


def test_a_list_goes_by_its_own_rule_until_it_is_given_back(county, plan, set_rule):
    set_rule(plan=plan, kind=PaceKind.QUARTERS, shares=["20", "50", "80.50", "100"])
    assert pace(county, JULY) == (Fraction(700, 12), LINEAR)
    assert pace(county, JULY, plan) == (Fraction(161, 2), "按季度目标（县政发〔2019〕3号）")
    set_rule(from_date=datetime.date(2019, 8, 1))
    assert pace(county, AUGUST, plan) == (Fraction(161, 2), "按季度目标（县政发〔2019〕3号）")
    set_rule(plan=plan, kind=PaceKind.OF_COUNTY, from_date=datetime.date(2019, 8, 2))
    assert pace(county, AUGUST, plan) == (80, "按进度曲线（县政发〔2019〕3号）")


def test_a_fixed_percentage_is_of_its_month_alone(county, set_rule):
    set_rule(kind=PaceKind.FIXED, shares=["60.00"])
    assert pace(county, JULY) == (60, "7月定为60%（县政发〔2019〕3号）")
    assert pace(county, AUGUST) == (Fraction(800, 12), LINEAR)
    set_rule(from_date=datetime.date(2019, 7, 2))
    assert pace(county, JULY) == (60, "7月定为60%（县政发〔2019〕3号）")
    assert pace(county, AUGUST) == (80, "按进度曲线（县政发〔2019〕3号）")


def test_what_is_set_later_was_not_known_before(county, set_rule):
    last = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    set_rule()
    assert pace(county, JULY)[0] == 70
    assert pace(county, JULY, known=AsKnown(county, last)) == (Fraction(700, 12), LINEAR)


def test_projects_of_lists_that_differ_have_no_one_pace(county, unit_a, set_rule, make_project):
    ours, theirs = (make_project(name, unit_a) for name in ("滨河路", "城南学校"))
    other = AnnualPlan.objects.create(
        county=county, year=2019, tier=Tier.MUNICIPAL, name="市级", key="市级"
    )
    PlanItemFactory(plan=other, project=ours)
    third = PlanItemFactory(plan=other, project=ProjectFactory(county=county)).project
    set_rule(plan=other)
    paces = paces_of_projects(county, JULY)
    # The county's own list speaks for who is on it.
    assert paces.over([ours.pk, theirs.pk], JULY) == Fraction(7, 12)
    assert paces.over([third.pk], JULY) == Fraction(7, 10)
    assert paces.over([ours.pk, third.pk], JULY) is None
    assert paces.over([third.pk], JUNE) == Fraction(1, 2)
    assert paces.over([], JULY) == Fraction(7, 12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": " "}, "请写明依据的文件"),
        ({"shares": ["50"]}, "按进度曲线应填12个累计百分比，现有1个"),
        ({"kind": PaceKind.MONTHS, "shares": ["50"]}, "已过月数 ÷ 12不用填累计百分比"),
        ({"shares": [*TENTHS[:11], "1e2"]}, "“1e2”不是百分比，请填成62.5的样子，最多四位小数"),
        ({"shares": [*TENTHS[:11], "99"]}, "进度曲线12月的累计进度低于11月，累计进度不能下降"),
        ({"kind": PaceKind.FIXED, "shares": ["101"]}, "累计进度不能超过100%"),
        ({"kind": PaceKind.OF_COUNTY, "shares": []}, "全县的规则不能随全县，请选一种口径"),
    ],
)
def test_what_cannot_hold_is_refused(set_rule, change, message):
    with pytest.raises(DomainError) as error:
        set_rule(**change)
    assert str(error.value) == message
    assert not PaceRule.objects.exists()


def test_a_list_is_of_its_year_and_its_county(county, plan, set_rule):
    with pytest.raises(DomainError) as error:
        set_rule(plan=plan, from_date=datetime.date(2020, 1, 1))
    assert str(error.value) == "这是2019年的清单，生效日期要在这一年"
    elsewhere = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    theirs = AnnualPlan.objects.create(
        county=elsewhere, year=2019, tier=Tier.COUNTY, name="县级", key="县级"
    )
    with pytest.raises(DomainError) as error:
        set_rule(plan=theirs)
    assert str(error.value) == "这张清单不是本县的"


def test_one_rule_a_day_of_the_county_and_of_each_list(plan, set_rule):
    set_rule()
    set_rule(plan=plan)
    for again in (None, plan):
        with pytest.raises(DomainError) as error:
            set_rule(plan=again)
        assert str(error.value) == (
            "这一天已经有一条进度规则；要改正请选次日生效，同一个月里以后一条为准"
        )


@pytest.mark.parametrize(
    "who", ["reporter", "reviewer", "inspector", "leader", "auditor", "administrator"]
)
def test_nobody_but_the_approver_sets_it(set_rule, request, who):
    with pytest.raises(NotAllowed) as error:
        set_rule(by=request.getfixturevalue(who))
    assert str(error.value) == "只有审定员可以改进度规则"


# --- Never backwards ------------------------------------------------------------------------

REFUSAL = "进度规则不能追溯：生效日期不能早于今天，已经发布的月份仍按当时的规则"


def publish(county, month):
    ReportingPeriod.objects.update_or_create(
        county=county,
        year=2019,
        month=month,
        defaults={"due_on": TODAY, "published_as": PublishedAs.FINAL},
    )


def refused(set_rule, **values):
    with pytest.raises(DomainError) as error:
        set_rule(**values)
    return str(error.value) == REFUSAL


def test_a_county_that_is_being_installed_sets_it_for_past_months(county, set_rule):
    set_rule(from_date=datetime.date(2019, 1, 1))
    assert pace(county, MAY)[0] == 50
    assert pace(county, JUNE)[0] == 60


def test_before_the_first_published_month_only_what_leaves_it_alone(county, plan, set_rule):
    publish(county, 6)
    assert refused(set_rule, from_date=datetime.date(2019, 1, 1))
    assert refused(set_rule, from_date=datetime.date(2019, 6, 1), kind=PaceKind.FIXED)
    # A percentage is of its month alone, and no rule that lasts: June would move.
    set_rule(from_date=datetime.date(2019, 5, 1), kind=PaceKind.FIXED)
    assert refused(set_rule, from_date=datetime.date(2019, 4, 1))
    PaceRule.objects.create(
        county=county, from_date=datetime.date(2019, 6, 1), kind=PaceKind.MONTHS, source="依据"
    )
    set_rule(from_date=datetime.date(2019, 4, 1))
    # The county's next rule does not end that of a list.
    assert refused(set_rule, plan=plan, from_date=datetime.date(2019, 4, 1))
    assert pace(county, JUNE)[0] == 50


def test_no_rule_moves_a_month_that_was_published_before_it_ended(county, set_rule):
    publish(county, 7)
    assert refused(set_rule, from_date=TODAY)
    set_rule(from_date=datetime.date(2019, 8, 1))


def test_the_trail_tells_it_in_a_sentence(plan, set_rule):
    set_rule(plan=plan, kind=PaceKind.QUARTERS, shares=["20", "50", "80.50", "100"])
    line = AuditEvent.objects.get(action="pace.set")
    assert told(line) == {
        f"{plan.name}，2019-07-01起": [
            "",
            "各月按本季度目标：1季度20%、2季度50%、3季度80.5%、4季度100%",
        ]
    }


# --- The page -------------------------------------------------------------------------------


def test_the_approver_sets_it_on_the_page_as_it_was_pasted(client, county, plan, approver):
    client.force_login(approver)
    address = reverse("investment:pace_rules")
    form = {
        "plan": plan.pk,
        "from_date": "2019-09-01",
        "kind": "curve",
        "shares": "0\t0%　１０、20,30 45 55 65 75 85 95 100",
        "source": "县政发〔2019〕3号",
    }
    refused = client.post(address, form | {"shares": "0 10", "plan": "county"})
    assert refused.status_code == 400
    assert refused.context["form"].errors["shares"] == ["按进度曲线应填12个累计百分比，现有2个"]
    assert client.post(address, form).status_code == 302
    rule = PaceRule.objects.get()
    assert (rule.plan, rule.shares) == (plan, "0,0,10,20,30,45,55,65,75,85,95,100")
    page = client.get(address)
    of_year = {name: [share for share, _ in shares] for name, shares in page.context["paces"]}
    assert of_year["全县"] == [Fraction(month, 12) for month in range(1, 13)]
    assert of_year["县级"][7:9] == [Fraction(8, 12), Fraction(75, 100)]


def test_who_reads_the_county_reads_it_and_does_not_set(client, reviewer):
    client.force_login(reviewer)
    page = client.get(reverse("investment:pace_rules"))
    assert (page.status_code, page.context["form"]) == (200, None)
