"""时段目标: what a list as a whole is to have completed by the end of a month."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, Stale
from accounts.models import AuditEvent
from accounts.trail.rebuilding import differences
from accounts.trail.words import words_of_line
from figures.tests.scene import sign_in
from projects.lists.targets import set_target
from projects.models import FormerTarget, ListTarget
from projects.tests.conftest import TODAY
from projects.tests.factories import AnnualPlanFactory

pytestmark = pytest.mark.django_db

YI = 10**8
APRIL_1 = datetime.date(2019, 4, 1)


@pytest.fixture
def plan(county):
    return AnnualPlanFactory(county=county)


@pytest.fixture
def target(plan, approver):
    """``target(3, amount=30 * YI)``"""

    def act(month, *, amount=None, share=None, source="县政发〔2019〕2号", from_day=None, **given):
        plan.refresh_from_db()
        usual = {"by": approver, "version": plan.version, "today": TODAY}
        said = {"amount": amount, "share": share, "source": source, "from_day": from_day}
        return set_target(plan=plan, month=month, **said, **(usual | given))

    return act


def told():
    line = AuditEvent.objects.filter(action="plan.target").latest("sequence")
    return words_of_line(line)


def test_a_target_is_an_amount_or_a_share_of_the_plan(plan, target):
    target(3, amount=30 * YI)
    assert told() == [
        ("一季度目标投资额", "", "300,000万元"),
        ("一季度依据", "", "县政发〔2019〕2号"),
    ]
    half = target(6, share=6250)
    assert told()[0] == ("上半年目标完成率", "", "62.5%")
    assert (half.label, half.words) == ("上半年", "年度计划的62.5%")
    assert differences(ListTarget, FormerTarget) == []


def test_what_was_asked_before_stays_until_the_day(plan, target):
    target(6, share=5000)
    target(6, share=6000, source="市政发〔2019〕9号", from_day=APRIL_1)
    [kept] = FormerTarget.objects.all()
    assert (kept.until, kept.words, kept.source) == (APRIL_1, "年度计划的50%", "县政发〔2019〕2号")
    assert told() == [
        ("上半年目标完成率", "50%", "60%"),
        ("上半年依据", "县政发〔2019〕2号", "市政发〔2019〕9号"),
        ("自何日起", "", "2019年4月1日"),
    ]
    withdrawn = target(6, source="", from_day=datetime.date(2019, 7, 1))
    assert (withdrawn.is_set, withdrawn.words) == (False, "没有目标")
    assert differences(ListTarget, FormerTarget) == []


def test_what_no_target_can_be_is_refused_in_words(plan, target):
    def refusal(month=6, **given):
        with pytest.raises(DomainError) as refused:
            target(month, **given)
        return refused.value.message

    assert refusal(amount=YI, share=5000) == "投资额和完成率只填一个"
    assert refusal() == "请填写目标投资额，或目标完成率"
    assert refusal(amount=YI, source=" ") == "请写明目标的依据，如文件、会议"
    assert refusal(amount=YI, from_day=TODAY + datetime.timedelta(1)) == (
        "不能填以后的日期，请到那一天再登记"
    )
    assert refusal(amount=YI, from_day=datetime.date(2018, 4, 1)) == "要在清单的年度2019年内"
    with pytest.raises(Stale):
        target(6, amount=YI, version=7)
    target(6, amount=YI)
    assert refusal(amount=YI) == "与现在的目标相同，没有改动"
    plan.state = "issued"
    plan.save()
    assert refusal(amount=2 * YI) == "清单已印发或月度进度已审定，改目标要填从哪一天起"
    target(6, amount=2 * YI, from_day=APRIL_1)
    plan.closed_on = APRIL_1
    plan.save()
    assert refusal(amount=3 * YI, from_day=APRIL_1) == f"{plan}已停用，不能再改目标。"


def test_it_is_typed_and_shown_on_the_page_of_the_list(client, plan, reviewer):
    sign_in(client, reviewer)
    address = reverse("projects:targets", args=[plan.pk])
    typed = {"month": "6", "share": "50", "source": "县委经济工作会议", "version": "1"}
    assert client.post(address, typed | {"amount": "3亿元"}).status_code == 400
    assert client.post(address, typed).url == address
    page = client.get(reverse("projects:plan", args=[plan.pk])).content.decode()
    assert "年度计划的50%" in page
    assert "县委经济工作会议" in page
