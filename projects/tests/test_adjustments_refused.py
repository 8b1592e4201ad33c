"""What a plan of adjustment cannot be: of an earlier day than what stands, against itself, of a
list that is closed, behind the approver's back, or taken back over what came since."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, Stale, WrongState
from accounts.models import Unit
from accounts.tests.trail import tell_the_rest
from conftest import page_text
from figures.tests.scene import enter, sign_in
from measures.money import WAN
from projects.adjustments import services
from projects.adjustments.forcing import put_in_force
from projects.models import AnnualPlan, PlanChange
from projects.services import assign_unit, set_lead_official, update_project
from projects.tests.factories import ProjectFactory
from projects.tests.test_plan_adjustments import (
    AUGUST_2,
    JULY_15,
    asks,
    drafted,
    forced,
    former,
    item,
    taken_back,
)

pytestmark = pytest.mark.django_db

AUGUST_1 = datetime.date(2019, 8, 1)
EARLIER = "这些项目自2019年8月1日起已有调整，生效日期不能早于那一天：镇区道路改造工程"
MOVED = "生效之后镇区道路改造工程又有改动，不能整批撤销；请另拟一个调整方案"

__all__ = ["item"]


# --- Days --------------------------------------------------------------------------------


def test_a_line_takes_no_earlier_day_than_it_was_last_adjusted(item, reviewer, approver, reporter):
    forced(
        drafted(item, reviewer, asks(item, "raise", reporter, amount=1500 * WAN)),
        approver,
        effective_on=AUGUST_1,
    )
    again = drafted(item, reviewer, asks(item, "raise", reporter, amount=2000 * WAN))
    with pytest.raises(DomainError) as error:
        forced(again, approver)
    assert error.value.faults == {"effective_on": EARLIER}
    forced(again, approver, effective_on=AUGUST_1)
    item.refresh_from_db()
    assert (item.planned_investment, former(item)) == (
        2000 * WAN,
        [(AUGUST_1, "new", 1200 * WAN, False)],
    )


def test_what_left_the_list_comes_again_no_earlier_than_it_left(item, reviewer, approver, reporter):
    dropped = drafted(item, reviewer, asks(item, "drop", reporter))
    forced(dropped, approver, effective_on=AUGUST_1)
    typed = {"category": "new", "amount": 2000 * WAN}
    again = drafted(item, reviewer, asks(item, "add", reporter, **typed))
    with pytest.raises(DomainError) as error:
        forced(again, approver)
    assert error.value.faults == {"effective_on": EARLIER}


def test_a_name_takes_no_earlier_day_than_the_name_before_it(item, reviewer, approver):
    def renamed(name, **said):
        item.project.refresh_from_db()
        return forced(
            drafted(item, reviewer, asks(item, "rename", reviewer, name=name)), approver, **said
        )

    project = item.project
    project.refresh_from_db()
    # Of another column, which the name does not wait for.
    update_project(
        project=project,
        by=approver,
        version=project.version,
        changes={"total_investment": 5000 * WAN},
        today=AUGUST_2,
        from_day=AUGUST_2,
        reason="批复",
    )
    renamed("道路一期工程", effective_on=AUGUST_1)
    with pytest.raises(DomainError) as error:
        renamed("道路二期工程")
    assert error.value.faults == {
        "effective_on": "这些项目自2019年8月1日起已有调整，生效日期不能早于那一天：道路一期工程"
    }


# --- Taking back -------------------------------------------------------------------------


def test_after_a_later_hand_over_it_is_not_taken_back(
    client, item, unit_b, county, reviewer, approver, reporter
):
    adjustment = drafted(item, reviewer, asks(item, "owner", reporter, unit=unit_b))
    forced(adjustment, approver)
    third = Unit.objects.create(parent=county, county=county, name="丙局", kind=unit_b.kind)
    assign_unit(project=item.project, unit=third, part="responsible", by=approver, on=AUGUST_1)
    with pytest.raises(WrongState) as error:
        taken_back(adjustment, approver)
    assert str(error.value) == MOVED
    sign_in(client, approver)
    adjustment.refresh_from_db()
    answer = client.post(
        reverse("projects:adjustment_take_back", args=[adjustment.pk]),
        {"reason": "文件有误", "version": adjustment.version},
    )
    assert MOVED in page_text(answer)


def test_handed_back_by_page_it_is_not_taken_back(
    item, unit_a, unit_b, reviewer, approver, reporter
):
    adjustment = drafted(item, reviewer, asks(item, "owner", reporter, unit=unit_b))
    forced(adjustment, approver)
    for part in ("reporting", "responsible"):
        assign_unit(project=item.project, unit=unit_a, part=part, by=approver, on=AUGUST_1)
    with pytest.raises(WrongState) as error:
        taken_back(adjustment, approver)
    assert str(error.value) == MOVED


def test_after_a_later_official_it_is_not_taken_back(item, reviewer, approver):
    adjustment = drafted(item, reviewer)
    change = asks(item, "rename", reviewer, name="道路一期工程", adjustment=adjustment)
    PlanChange.objects.filter(pk=change.pk).update(
        kind="details",
        details={"lead_official": "王县长"},
        stood={"terms": {}, "details": {"lead_official": ""}},
    )
    forced(adjustment, approver)
    set_lead_official(project=item.project, name="李县长", by=approver, on=AUGUST_1)
    with pytest.raises(WrongState) as error:
        taken_back(adjustment, approver)
    assert str(error.value) == MOVED


# --- Behind the approver -----------------------------------------------------------------


def test_what_is_added_to_a_submitted_plan_is_not_put_in_force_unseen(
    item, reviewer, approver, reporter
):
    adjustment = drafted(item, reviewer, asks(item, "raise", reporter, amount=1500 * WAN))
    services.submit_adjustment(adjustment=adjustment, by=reviewer, version=adjustment.version)
    seen = adjustment.version
    asks(item, "class", reviewer, category="continuing", adjustment=adjustment)
    with pytest.raises(Stale):
        put_in_force(
            adjustment=adjustment, effective_on=JULY_15, by=approver, version=seen, today=AUGUST_2
        )
    item.refresh_from_db()
    assert (item.category, item.planned_investment) == ("new", 1200 * WAN)


def test_a_request_gathered_elsewhere_meanwhile_stays_there(item, reviewer, reporter):
    change = asks(item, "raise", reporter, amount=1500 * WAN)
    first = drafted(item, reviewer, change)
    stale = PlanChange.objects.select_related("adjustment__plan").get()
    services.leave_out(change=change, by=reviewer)
    first.refresh_from_db()
    version = first.version
    second = drafted(item, reviewer, change)
    services.leave_out(change=stale, by=reviewer)
    change.refresh_from_db()
    first.refresh_from_db()
    assert (change.adjustment, change.state, first.version) == (second, "gathered", version)


# --- Against itself ----------------------------------------------------------------------


def test_two_amounts_for_one_line_are_neither_submitted_nor_put_in_force(
    item, reviewer, approver, reporter
):
    asked = [
        asks(item, "raise", reporter, amount=1500 * WAN),
        asks(item, "cut", reporter, amount=500 * WAN),
    ]
    adjustment = drafted(item, reviewer, *asked)
    for deed in (
        lambda: services.submit_adjustment(
            adjustment=adjustment, by=reviewer, version=adjustment.version
        ),
        lambda: forced(adjustment, approver),
    ):
        with pytest.raises(DomainError) as error:
            deed()
        assert str(error.value) == (
            "同一项目的同一内容有两条不同的调整：镇区道路改造工程的年度计划投资，请移出一条"
        )
    services.leave_out(change=asked[1], by=reviewer)
    forced(adjustment, approver)
    item.refresh_from_db()
    assert item.planned_investment == 1500 * WAN


# --- A list that is closed, and keys that are none ------------------------------------------


def test_a_draft_of_a_list_that_was_closed_opens_and_goes_no_further(
    client, item, county, unit_a, reviewer, approver
):
    enter(item.project, 6, month_amount=1_000_000, year_to_date=2_000_000)
    project = ProjectFactory(county=county, name="敬老院", reporting=unit_a)
    adjustment = drafted(item, reviewer)
    typed = {"category": "new", "amount": 2000 * WAN}
    asks(item, "add", reviewer, project=project, adjustment=adjustment, **typed)
    AnnualPlan.objects.update(closed_on=datetime.date(2019, 6, 1))
    tell_the_rest()
    item.plan.refresh_from_db()
    adjustment = type(adjustment).objects.get()
    closed = "2019年县级重点建设项目自2019年6月1日起停用，不能再调整"
    sign_in(client, reviewer)
    page = client.get(reverse("projects:adjustment", args=[adjustment.pk]))
    assert (page.status_code, closed in page_text(page)) == (200, True)
    for deed in (
        lambda: forced(adjustment, approver),
        lambda: asks(item, "raise", reviewer, amount=1500 * WAN),
        lambda: drafted(item, reviewer),
    ):
        with pytest.raises(WrongState) as error:
            deed()
        assert str(error.value) == closed


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000, "x"])
def test_a_request_that_no_number_names_is_none(client, item, reviewer, key):
    adjustment = drafted(item, reviewer)
    sign_in(client, reviewer)
    told = {"change": key, "version": adjustment.version, "name": "中期调整"}
    for address in (
        reverse("projects:adjustment_gather", args=[adjustment.pk]),
        reverse("projects:adjustments", args=[item.plan_id]),
    ):
        assert client.post(address, told).status_code == 404


def test_one_that_could_not_take_force_is_not_sent(item, reviewer, reporter):
    """What a file leaves out is undecided, or the list is closed."""
    adjustment = drafted(item, reviewer, asks(item, "raise", reporter, amount=1500 * WAN))
    plan = item.plan
    adjustment.left_out, plan.closed_on = [item.pk], datetime.date(2019, 6, 1)
    closed = "2019年县级重点建设项目自2019年6月1日起停用，不能再调整"
    undecided = "文件没有列出的1个项目还没有说明保留还是退出，请先在下面选定"
    for thing, sentence in ((adjustment, undecided), (plan, closed)):
        thing.save()
        with pytest.raises(DomainError) as error:
            services.submit_adjustment(
                adjustment=adjustment, by=reviewer, version=adjustment.version
            )
        assert str(error.value) == sentence
    assert type(adjustment).objects.get().state == "draft"


def test_a_conflict_is_told_once_and_compares_nothing_that_the_form_still_holds(
    client, item, reviewer, approver, reporter
):
    adjustment = drafted(item, reviewer, asks(item, "raise", reporter, amount=1500 * WAN))
    force = reverse("projects:adjustment_force", args=[adjustment.pk])
    said = {"meeting": "专题会", "effective_on": "2019-07-15", "version": 99}
    sign_in(client, approver)
    page = page_text(client.post(force, said))
    assert page.count("这个调整方案已被他人改动，没有保存，请核对后再试。") == 1
    assert (page.count("专题会"), "您填写的" in page) == (1, False)
    # The form is gone: what was typed is told, beside nothing.
    services.discard_adjustment(adjustment=adjustment, by=reviewer, version=adjustment.version)
    page = page_text(client.post(force, said))
    assert page.count("这个调整方案已放弃，不能再改。") == 1
    assert (page.count("专题会"), "现在的" in page) == (1, False)
