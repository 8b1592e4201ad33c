"""A summary tells each list by its name, and runs no count into a list's figures."""

from accounts.models import Unit
from documents.runs import unmarked
from figures.book import FigureBook
from figures.facts import Facts
from figures.tests.factories import fact
from measures.money import WAN
from measures.months import Month
from projects.models import AnnualPlan, Tier
from reports.prose.sentences.notes import coverage_sentence
from reports.prose.summary import compose_summary
from reports.selectors import dashboard_of
from reports.wording import verdict


def facts_of(*plans):
    rows = tuple(
        fact(plan_key=plan.key, done=610, planned=500 * WAN, is_started=True) for plan in plans
    )
    return Facts(Unit(name="示范县"), Month(2012, 6), plans, rows, "系统默认")


OWN = AnnualPlan(pk=1, key="县级", tier=Tier.COUNTY, name="2012年县级重点建设项目")
SECOND = AnnualPlan(pk=2, key="县361", tier=Tier.COUNTY, name="2012年县“361”行动计划")


def test_a_list_beside_the_own_one_has_a_sentence_of_its_own():
    text = compose_summary(facts_of(OWN, SECOND)).text
    assert "（一）县级重点项目完成情况" in text
    assert "（二）县“361”行动计划重点建设项目完成情况" in text
    assert (
        "列入县“361”行动计划重点建设项目1个，年度计划投资500万元。截至6月底，"
        "完成投资610万元，占年度计划的122.0%，超序时进度72.0个百分点。" in text
    )


def test_the_only_county_list_is_told_as_the_own_one_however_it_is_called():
    text = compose_summary(facts_of(SECOND)).text
    assert "2012年全县共安排重点建设项目1个" in text
    assert "其他清单" not in text


def test_no_count_runs_into_the_figures_of_a_list():
    facts = facts_of(SECOND)
    assert verdict(dashboard_of(facts, SECOND)).startswith("截至6月底，“县361”1个重点项目")
    assert unmarked(coverage_sentence(FigureBook(facts))).startswith("“县361”1个单位中报送1个")
