"""Dispatch orders: numbered, due in workdays, acknowledged, answered, checked."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent, Unit
from figures.tests.scene import sign_in
from projects.models import Holiday
from supervision.models import DispatchOrder, OrderReminder, OrderState, OrderStep
from supervision.numbering.services import numbering_faults
from supervision.orders.reminders import remind_of_orders
from supervision.orders.services import (
    acknowledge_order,
    close_order,
    extend_order,
    issue_order,
    reply_to_order,
    send_order_back,
    void_order,
)
from supervision.problems.services import solve_problem

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\nstartxref\n0\n%%EOF\n"


def shanghai(text):
    zone = datetime.timezone(datetime.timedelta(hours=8))
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone)


def test_an_order_has_the_next_number_and_is_due_in_workdays(order):
    # 2 August 2019 is a Friday; the fifth workday after it is Friday the 9th.
    assert (order.label, order.due_on) == ("〔2019〕1号调度单", datetime.date(2019, 8, 9))
    assert order.state == OrderState.ISSUED


def test_the_countys_own_holidays_are_no_workdays(problem, unit_a, county, reviewer, today):
    Holiday.objects.create(county=county, day="2019-08-06", name="停电")
    order = issue_order(
        problem=problem, addressee=unit_a, request="办", workdays=5, by=reviewer, today=today
    )
    assert order.due_on == datetime.date(2019, 8, 12)


def test_the_same_press_twice_issues_once(order, problem, unit_a, unit_b, reviewer, today):
    same = {"problem": problem, "request": order.request, "workdays": 5, "by": reviewer}
    assert issue_order(addressee=unit_a, today=today, **same) == order
    other = issue_order(addressee=unit_b, today=today, **same)
    assert other.number == 2


def test_a_new_year_begins_at_one(order, problem, unit_b, reviewer):
    later = issue_order(
        problem=problem,
        addressee=unit_b,
        request="办",
        workdays=1,
        by=reviewer,
        today=datetime.date(2020, 1, 6),
    )
    assert (later.year, later.number) == (2020, 1)


def test_a_refused_order_leaves_no_gap(problem, unit_a, reviewer, today):
    for words, days in (("", 5), ("办", 0), ("办", 61)):
        with pytest.raises(DomainError):
            issue_order(
                problem=problem,
                addressee=unit_a,
                request=words,
                workdays=days,
                by=reviewer,
                today=today,
            )
    order = issue_order(
        problem=problem, addressee=unit_a, request="办", workdays=5, by=reviewer, today=today
    )
    assert order.number == 1


def test_a_unit_of_another_county_is_not_asked(problem, reviewer, today):
    stranger = Unit.objects.create(name="邻县", kind="county")
    elsewhere = Unit.objects.create(parent=stranger, name="邻县水利局", kind="department")
    with pytest.raises(NotAllowed) as error:
        issue_order(
            problem=problem, addressee=elsewhere, request="办", workdays=5, by=reviewer, today=today
        )
    assert str(error.value) == "没有这个承办单位"


def test_a_solved_problem_gets_no_order(problem, unit_a, reviewer, today):
    solve_problem(problem=problem, solution="好了", by=reviewer, version=1, today=today)
    with pytest.raises(WrongState) as error:
        issue_order(
            problem=problem, addressee=unit_a, request="办", workdays=5, by=reviewer, today=today
        )
    assert str(error.value) == "问题已销号，不能再办理"


def test_an_order_goes_from_the_addressee_to_the_check_and_back(order, reporter, reviewer, today):
    acknowledge_order(order=order, by=reporter, version=1, today=today)
    reply_to_order(order=order, text="已协调", by=reporter, version=2, today=today)
    send_order_back(order=order, text="没有移交单", workdays=3, by=reviewer, version=3, today=today)
    assert (order.state, order.due_on) == (OrderState.SENT_BACK, datetime.date(2019, 8, 7))
    reply_to_order(
        order=order,
        text="附移交单",
        files=[("移交单.pdf", PDF)],
        by=reporter,
        version=4,
        today=today,
    )
    close_order(order=order, text="属实", by=reviewer, version=5, today=today)
    assert (order.state, order.sent_back_times, order.closed_on) == (OrderState.CLOSED, 1, today)
    assert [step.to_state for step in order.steps.all()] == [
        "issued",
        "acknowledged",
        "replied",
        "sent_back",
        "replied",
        "closed",
    ]
    assert OrderStep.objects.get(text="附移交单").attachments.get().content() == PDF


def test_a_send_back_keeps_the_first_deadline_and_tells_the_new_one(order, reporter, reviewer):
    late = datetime.date(2019, 8, 20)
    reply_to_order(order=order, text="办了", by=reporter, version=1, today=late)
    send_order_back(order=order, text="没办完", workdays=3, by=reviewer, version=2, today=late)
    assert (order.workdays, order.due_on) == (3, datetime.date(2019, 8, 23))
    assert (order.first_due_on, order.days_late) == (datetime.date(2019, 8, 9), 11)
    line = AuditEvent.objects.get(action="order.send_back")
    assert line.changes == {
        "state": ["replied", "sent_back"],
        "workdays": [5, 3],
        "due_on": ["2019-08-09", "2019-08-23"],
        "sent_back_times": [0, 1],
    }
    reply_to_order(order=order, text="办完了", by=reporter, version=3, today=late)
    assert order.days_late == 11


def test_an_order_is_given_more_time_with_a_reason(order, reviewer, reporter, today):
    with pytest.raises(NotAllowed) as error:
        extend_order(order=order, text="雨季", workdays=9, by=reporter, version=1, today=today)
    assert str(error.value) == "只有发改局和督查员可以延长期限"
    with pytest.raises(DomainError) as error:
        extend_order(order=order, text=" ", workdays=9, by=reviewer, version=1, today=today)
    assert str(error.value) == "请写明延长期限的理由"
    extend_order(order=order, text="雨季", workdays=9, by=reviewer, version=1, today=today)
    extend_order(order=order, text="雨季", workdays=9, by=reviewer, version=1, today=today)
    assert (order.due_on, order.state) == (datetime.date(2019, 8, 15), OrderState.ISSUED)
    assert [step.text for step in order.steps.all()][1:] == ["期限延至8月15日：雨季"]
    with pytest.raises(Stale):
        extend_order(order=order, text="又雨", workdays=5, by=reviewer, version=1, today=today)


def test_an_order_issued_by_mistake_is_voided_and_keeps_its_number(
    order, problem, reviewer, unit_b, today
):
    with pytest.raises(DomainError) as error:
        void_order(order=order, text="", by=reviewer, version=1, today=today)
    assert str(error.value) == "请写明撤销的理由，如发错单位"
    void_order(order=order, text="发错单位", by=reviewer, version=1, today=today)
    assert DispatchOrder.objects.overdue(datetime.date(2019, 9, 1)).count() == 0
    again = issue_order(
        problem=problem, addressee=unit_b, request="移交", workdays=5, by=reviewer, today=today
    )
    assert (order.number, order.is_ended, again.number) == (1, True, 2)
    assert numbering_faults() == []


def test_an_order_never_answered_is_closed_with_words_alone(order, problem, reviewer, today):
    with pytest.raises(DomainError) as error:
        close_order(order=order, text="", by=reviewer, version=1, today=today)
    assert str(error.value) == "承办单位还没有回复，请写明从哪里得知已经办结"
    close_order(order=order, text="电话告知已移交", by=reviewer, version=1, today=today)
    solve_problem(problem=problem, solution="已移交", by=reviewer, version=1, today=today)
    assert (order.state, problem.is_open) == (OrderState.CLOSED, False)


def test_what_was_typed_stays_when_a_check_is_refused(client, order, reviewer):
    address = f"/supervision/orders/{order.pk}/check/"
    form = {"version": "1", "text": "雨季停工", "workdays": "999", "extend": "1"}
    page = sign_in(client, reviewer).post(address, form).content.decode()
    assert "雨季停工" in page
    assert "不能大于 60" in page
    answer = client.post(address, form | {"workdays": "5", "version": "7"})
    assert answer.status_code == 409
    assert "打开页面之后这份调度单又有办理，请看过后再办" in answer.content.decode()
    assert client.post(address, form | {"text": "a\x00b"}).status_code == 400
    assert (
        client.post(address, form | {"workdays": "5", "version": str(2**63 - 1)}).status_code == 404
    )


def test_nobody_but_the_addressee_answers(order, other_reporter, reviewer, today):
    for person in (other_reporter, reviewer):
        with pytest.raises(NotAllowed) as error:
            reply_to_order(order=order, text="代答", by=person, version=1, today=today)
        assert str(error.value) == "只有承办单位可以回复"


def test_a_stale_reply_is_told_so_and_a_second_press_is_not(order, reporter, today):
    acknowledge_order(order=order, by=reporter, version=1, today=today)
    acknowledge_order(order=order, by=reporter, version=1, today=today)
    with pytest.raises(Stale):
        reply_to_order(order=order, text="办了", by=reporter, version=1, today=today)
    reply_to_order(order=order, text="办了", by=reporter, version=2, today=today)
    reply_to_order(order=order, text="办了", by=reporter, version=2, today=today)
    assert order.steps.count() == 3
    with pytest.raises(WrongState) as error:
        reply_to_order(order=order, text="另说", by=reporter, version=3, today=today)
    assert str(error.value) == "调度单现在是“待核查”，不能这样办理"


def test_what_is_no_document_is_not_attached(order, reporter, today):
    with pytest.raises(DomainError) as error:
        reply_to_order(
            order=order,
            text="附件",
            files=[("病毒.exe", b"MZ")],
            by=reporter,
            version=1,
            today=today,
        )
    assert str(error.value) == "“病毒.exe”不是 PDF、JPG 或 PNG 文件，或已损坏，请换一份"
    order.refresh_from_db()
    assert (order.state, order.version) == (OrderState.ISSUED, 1)


def test_an_order_is_overdue_the_day_after_its_last(order, reporter):
    due, after = datetime.date(2019, 8, 9), datetime.date(2019, 8, 10)
    overdue = DispatchOrder.objects.overdue
    assert [overdue(day).count() for day in (due, after)] == [0, 1]
    reply_to_order(order=order, text="办了", by=reporter, version=1, today=after)
    assert overdue(after).count() == 0
    assert order.days_late == 1


def test_units_are_reminded_once_before_and_once_after(order):
    early, soon = shanghai("2019-08-06T09:00"), shanghai("2019-08-07T09:00")
    late = shanghai("2019-08-10T00:01")
    assert remind_of_orders(early) == []
    assert remind_of_orders(soon) == [
        "到期前提醒：交通运输局：〔2019〕1号调度单（滨河路）8月9日到期，请按时办结并回复。"
    ]
    assert remind_of_orders(soon) == []
    assert remind_of_orders(late) == [
        "逾期催办：交通运输局：〔2019〕1号调度单（滨河路）已于8月9日到期，尚未回复，请立即办理。"
    ]
    assert remind_of_orders(late) == []
    assert OrderReminder.objects.count() == 2


def test_the_addressee_answers_on_the_page(client, order, reporter):
    sign_in(client, reporter)
    page = client.get(f"/supervision/orders/{order.pk}/")
    assert "8月底前移交用地" in page.content.decode()
    answer = client.post(
        f"/supervision/orders/{order.pk}/reply/",
        {
            "version": 1,
            "text": "已移交",
            "attachments": [SimpleUploadedFile("一.pdf", PDF), SimpleUploadedFile("二.pdf", PDF)],
        },
    )
    assert answer.status_code == 302
    order.refresh_from_db()
    assert order.state == OrderState.REPLIED
    attachments = order.steps.last().attachments.all()
    assert [attachment.original_name for attachment in attachments] == ["一.pdf", "二.pdf"]
    download = client.get(f"/supervision/attachments/{attachments[0].pk}/")
    assert (download.getvalue(), download["X-Content-Type-Options"]) == (PDF, "nosniff")


def test_what_was_typed_stays_when_the_reply_is_refused(client, order, reporter):
    sign_in(client, reporter)
    answer = client.post(
        f"/supervision/orders/{order.pk}/reply/",
        {"version": 9, "text": "写了很久的回复"},
    )
    assert answer.status_code == 409
    assert "写了很久的回复" in answer.content.decode()


def test_an_answer_too_long_to_an_order_that_was_closed_meanwhile_is_kept(
    client, order, reporter, reviewer, today
):
    close_order(order=order, text="电话核实", by=reviewer, version=1, today=today)
    address = reverse("supervision:order_reply", args=[order.pk])
    words = "已" * 4001
    answer = sign_in(client, reporter).post(address, {"text": words, "version": "1"})
    assert answer.status_code == 400
    refusal = answer.context["refusal"]
    assert refusal.sentence == "没有保存：办理情况和结果，最多4000字，现有4001字，请缩短"
    assert refusal.differences == [("办理情况和结果", "", words)]


def test_another_units_order_does_not_exist(client, order, other_reporter):
    assert (
        sign_in(client, other_reporter).get(f"/supervision/orders/{order.pk}/").status_code == 404
    )


def test_the_menu_counts_what_is_overdue(client, order, reporter, other_reporter, settings):
    settings.XUSHI_TODAY = "2019-08-12"
    for person, count in ((reporter, 1), (other_reporter, 0)):
        page = sign_in(client, person).get("/supervision/orders/")
        [line] = [line for line in page.context["navigation"] if line.label == "督查考核"]
        assert {tab.label: tab.count for tab in line.pages}["调度单"] == line.count == count


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_number_of_questions(
    client, rows, problem, unit_a, reviewer, today, django_assert_num_queries
):
    for number in range(rows):
        issue_order(
            problem=problem,
            addressee=unit_a,
            request=f"事项{number}",
            workdays=5,
            by=reviewer,
            today=today,
        )
    sign_in(client, reviewer)
    client.get("/supervision/orders/")
    with django_assert_num_queries(8):
        client.get("/supervision/orders/")


@pytest.mark.parametrize("text", ["〔2019〕1号", "2019-1", "1号", "调度单 1"])
def test_it_is_found_from_the_bar_by_its_number(client, order, reporter, other_reporter, text):
    found = sign_in(client, reporter).get("/account/search/", {"q": text})
    assert found["Location"] == f"/supervision/orders/{order.pk}/"
    elsewhere = sign_in(client, other_reporter).get("/account/search/", {"q": text})
    assert elsewhere.context["kinds"] == []
