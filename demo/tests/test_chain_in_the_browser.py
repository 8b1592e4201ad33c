"""From a light to a point and back, in a real browser: each step one click from the next."""

import re

import pytest

from accounts.models import AuditEvent, Unit
from assessment.models import AssessmentScheme, ScoreLine
from demo.tests.test_july_in_the_browser import Desk, demonstration  # noqa: F401 - the same county
from figures.facts import load_facts
from measures.months import Month
from supervision.models import DispatchOrder, SupervisionNotice
from supervision.problems.selectors import laggards_without_problem

pytestmark = pytest.mark.browser

JUNE = Month(2019, 6)


@pytest.fixture
def desk(page, live_server):
    return Desk(page, live_server)


def follow(page, name):
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def test_a_light_leads_to_half_a_point_and_the_point_comes_back(
    desk,
    page,
    settings,
    demonstration,  # noqa: F811
):
    rows = [row for row in load_facts(demonstration, JUNE).of_list("县级") if row.light.lag]
    open_ones = {
        row.project_id for row in laggards_without_problem(load_facts(demonstration, JUNE))
    }
    row = next(row for row in rows if row.project_id in open_ones)
    unit = Unit.objects.get(pk=row.unit_id)
    page.on("dialog", lambda dialog: dialog.accept())

    # The light, as the leader's list of laggards shows it, and the problem it proposes.
    desk.sign_in("ducha")
    desk.open("figures:rows", JUNE, "县级.全部.落后数")
    follow(page, row.project_name)
    assert row.light.reason in page.content()
    follow(page, "问题和督办")
    follow(page, "由亮灯提出问题")
    page.get_by_label("类别").select_option(label="用地")
    page.get_by_label("问题", exact=True).fill("用地没有移交")
    desk.press("提出")
    assert row.light.reason in page.content()

    # The order to the unit, with five workdays.
    follow(page, "下达调度单")
    page.get_by_label("承办单位").select_option(label=unit.name)
    page.get_by_label("调度事项和要求").fill("8月底前移交用地")
    desk.press("下达")
    assert "〔2019〕2号调度单" in page.content()
    order = DispatchOrder.objects.get(number=2)

    # Ten days later it is overdue, and says so beside the menu.
    settings.XUSHI_TODAY = "2019-08-12"
    page.reload()
    assert "已逾期 3 天" in page.content()
    assert page.locator(".nav a", has_text="督查考核").locator(".nav-count").inner_text() == "2"

    # The notice.
    follow(page, "起草一期并列入批评")
    assert f"起草后即把{order.label}（{unit.name}）列入通报批评。" in page.content()
    desk.press("起草")
    assert "逾期3天未回复" in page.content()
    page.get_by_label("签发人").fill("赵局长")
    desk.press("保存")
    desk.sign_in("shending")
    notice = SupervisionNotice.objects.get()
    desk.open("supervision:notice", notice.pk)
    desk.press("印发")
    assert "2019年第1期" in page.content()
    assert "逾期3天未回复" in page.content()

    # The point, on the unit's annual ledger.
    scheme = AssessmentScheme.objects.get(period="annual")
    follow(page, "−0.5 分")
    assert f"{unit.name} 2019年考核台账" in page.content()
    assert "得分 −0.5 分，是以下 1 行之和" in page.content()
    follow(page, "2019年第1期")

    # Taken back by the next notice, the point with it.
    page.get_by_label(re.compile("撤销对")).fill("经核实已书面说明")
    desk.press("列入下一期撤销")
    page.get_by_label("签发人").fill("赵局长")
    desk.press("保存")
    desk.press("印发")
    assert "2019年第2期" in page.content()
    desk.open("assessment:ledger", unit.pk, scheme.pk, 1)
    assert "得分 0 分，是以下 2 行之和" in page.content()
    follow(page, "2019年第2期")
    assert "理由：经核实已书面说明。" in page.content()

    assert ScoreLine.objects.filter(unit=unit).total() == 0

    # From the project every step is on record.
    desk.open("supervision:project", row.project_id)
    text = page.inner_text("main")
    for step in (order.label, "2019年第1期", "−0.5 分", "+0.5 分", "经核实已书面说明"):
        assert step in text
    actions = ["problem.raise", "order.issue", "notice.issue", "score.enter", "notice.issue"]
    recorded = AuditEvent.objects.filter(at__date="2019-08-12") | AuditEvent.objects.filter(
        action__in=actions
    )
    assert set(actions) <= set(recorded.values_list("action", flat=True))
