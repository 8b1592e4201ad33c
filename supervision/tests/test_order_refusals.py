"""What is refused of orders and left of their reminders: each guard by itself, taken away, fails a
test."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import Unit
from supervision.models import WITH_ADDRESSEE, DispatchOrder, OrderReminder, OrderState
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
from supervision.tests.refusals import NOT_SUPERVISING, stored, told

pytestmark = pytest.mark.django_db

OVERTAKEN = "打开页面之后这份调度单又有办理，请看过后再办"
PDF = b"%PDF-1.4\nstartxref\n0\n%%EOF\n"


@pytest.fixture
def issue(problem, unit_a, reviewer, today):
    def issued(**values):
        given = {"addressee": unit_a, "request": "8月底前移交用地", "workdays": 5, "by": reviewer}
        return issue_order(problem=problem, today=today, **(given | values))

    return issued


@pytest.mark.parametrize("who", NOT_SUPERVISING)
def test_who_does_not_supervise_issues_no_order(issue, request, who):
    by = request.getfixturevalue(who)
    assert told(NotAllowed, lambda: issue(by=by)) == "只有发改局和督查员可以下达调度单"
    assert DispatchOrder.objects.count() == 0


def test_neither_the_county_itself_nor_a_closed_unit_is_asked(issue, county):
    closed = Unit.objects.create(parent=county, name="原建设局", kind="department", is_active=False)
    for addressee in (county, closed):
        words = told(NotAllowed, lambda unit=addressee: issue(addressee=unit))
        assert words == "没有这个承办单位"
    assert DispatchOrder.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"request": " "}, "请写明要求承办单位办什么、办到什么程度"),
        ({"workdays": 0}, "办理时限应为1至60个工作日"),
        ({"workdays": 61}, "办理时限应为1至60个工作日"),
    ],
)
def test_an_order_that_cannot_stand_is_refused_in_words(issue, values, words):
    assert told(DomainError, lambda: issue(**values)) == words
    assert DispatchOrder.objects.count() == 0


def test_sixty_workdays_are_given(issue):
    assert issue(workdays=60).workdays == 60


def test_what_was_answered_may_be_asked_again(issue, order, reporter, today):
    reply_to_order(order=order, text="已移交", by=reporter, version=1, today=today)
    assert issue().number == 2


@pytest.fixture
def step_of(order, today):
    """Takes a step of the order at the version that it now has."""

    def taken(name, by):
        given = {"order": order, "by": by, "version": order.version, "today": today}
        steps = {
            "acknowledge": lambda: acknowledge_order(**given),
            "reply": lambda: reply_to_order(text="办了", **given),
            "send_back": lambda: send_order_back(text="再办", workdays=3, **given),
            "close": lambda: close_order(text="属实", **given),
            "void": lambda: void_order(text="发错单位", **given),
            "extend": lambda: extend_order(text="等待征地", workdays=10, **given),
        }
        return steps[name]()

    return taken


ANSWERS = {"acknowledge": "只有承办单位可以签收", "reply": "只有承办单位可以回复"}
CHECKS = {
    "send_back": "只有发改局和督查员可以退回重办",
    "close": "只有发改局和督查员可以办结",
    "void": "只有发改局和督查员可以撤销调度单",
    "extend": "只有发改局和督查员可以延长期限",
}
# From which state a step leads where.
LEADS = {
    ("acknowledge", "issued"): "acknowledged",
    ("reply", "issued"): "replied",
    ("reply", "acknowledged"): "replied",
    ("reply", "sent_back"): "replied",
    ("send_back", "replied"): "sent_back",
    ("close", "replied"): "closed",
    **{("close", state): "closed" for state in WITH_ADDRESSEE},
    **{("void", state): "voided" for state in WITH_ADDRESSEE},
    **{("extend", state): state for state in WITH_ADDRESSEE},
}


@pytest.mark.parametrize(("step", "words"), ANSWERS.items())
@pytest.mark.parametrize("who", ["other_reporter", "reviewer", "approver", "inspector", "leader"])
def test_only_the_addressee_takes_the_steps_of_an_answer(order, step_of, request, step, words, who):
    before = stored(order)
    assert told(NotAllowed, lambda: step_of(step, request.getfixturevalue(who))) == words
    assert stored(order) == before


@pytest.mark.parametrize(("step", "words"), CHECKS.items())
@pytest.mark.parametrize("who", NOT_SUPERVISING)
def test_only_who_supervises_checks_voids_and_extends(order, step_of, request, step, words, who):
    DispatchOrder.objects.update(state=OrderState.REPLIED)
    order.refresh_from_db()
    before = stored(order)
    assert told(NotAllowed, lambda: step_of(step, request.getfixturevalue(who))) == words
    assert stored(order) == before


@pytest.mark.parametrize("state", OrderState.values)
@pytest.mark.parametrize("step", [*ANSWERS, *CHECKS])
def test_every_step_of_an_order_from_every_state(order, step_of, reporter, reviewer, step, state):
    DispatchOrder.objects.update(state=state)
    order.refresh_from_db()
    before, by = stored(order), reporter if step in ANSWERS else reviewer
    after = LEADS.get((step, state))
    if after is None:
        words = told(WrongState, lambda: step_of(step, by))
        label = OrderState(state).label
        assert words == f"调度单现在是“{label}”，不能这样办理"
        assert stored(order) == before
        return
    step_of(step, by)
    assert (order.state, order.version) == (after, 2)
    assert [each.to_state for each in order.steps.all()] == ["issued", after]


def test_an_answer_and_a_sending_back_want_words(order, reporter, reviewer, today):
    def reply():
        return reply_to_order(order=order, text=" ", by=reporter, version=1, today=today)

    assert told(DomainError, reply) == "请写明办理情况和结果"
    reply_to_order(order=order, text="办了", by=reporter, version=1, today=today)

    def send_back(text=" ", workdays=3):
        return send_order_back(
            order=order, text=text, workdays=workdays, by=reviewer, version=2, today=today
        )

    assert told(DomainError, send_back) == "请写明还差什么，要求怎样重办"
    for workdays in (0, 61):
        words = told(DomainError, lambda days=workdays: send_back("再办", days))
        assert words == "办理时限应为1至60个工作日"
    assert (order.state, order.version) == (OrderState.REPLIED, 2)


@pytest.mark.parametrize("state", WITH_ADDRESSEE)
def test_an_order_that_was_not_answered_is_ended_and_extended_in_words(
    order, reviewer, today, state
):
    DispatchOrder.objects.update(state=state)
    order.refresh_from_db()
    before = stored(order)
    given = {"order": order, "text": " ", "by": reviewer, "version": 1, "today": today}
    refusals = {
        "承办单位还没有回复，请写明从哪里得知已经办结": lambda: close_order(**given),
        "请写明撤销的理由，如发错单位": lambda: void_order(**given),
        "请写明延长期限的理由": lambda: extend_order(workdays=10, **given),
    }
    for words, act in refusals.items():
        assert told(DomainError, act) == words
    assert stored(order) == before


def test_an_order_is_extended_by_one_to_sixty_workdays_once(order, reviewer, inspector, today):
    def extend(by=reviewer, workdays=10, version=1):
        extend_order(
            order=order, text="等待征地", workdays=workdays, by=by, version=version, today=today
        )

    for workdays in (0, 61):
        words = told(DomainError, lambda days=workdays: extend(workdays=days))
        assert words == "办理时限应为1至60个工作日"
    extend()
    extend()
    assert (order.version, order.due_on) == (2, datetime.date(2019, 8, 16))
    assert (order.first_due_on, order.steps.count()) == (datetime.date(2019, 8, 9), 2)
    assert told(Stale, lambda: extend(by=inspector)) == OVERTAKEN
    assert told(Stale, lambda: extend(workdays=20)) == OVERTAKEN


def test_a_deadline_that_is_extended_is_not_brought_forward(order, reviewer, today):
    before = stored(order)

    def extend(workdays):
        extend_order(
            order=order, text="等待征地", workdays=workdays, by=reviewer, version=1, today=today
        )

    for workdays in (1, 4, 5):
        with pytest.raises(DomainError):
            extend(workdays)
    assert stored(order) == before


def test_nine_attachments_are_taken_and_ten_are_not(order, reporter, today):
    def reply(number):
        files = [(f"{place}.pdf", PDF) for place in range(number)]
        return reply_to_order(
            order=order, text="办了", files=files, by=reporter, version=1, today=today
        )

    words = told(DomainError, lambda: reply(10))
    assert words == "附件最多9个，请合并后上传"
    reply(9)
    assert order.steps.last().attachments.count() == 9


def test_the_same_step_in_other_words_or_by_another_hand_is_no_second_press(
    order, reporter, make_user, unit_a, today
):
    colleague = make_user("jiaotong2", "reporter", unit_a)
    reply_to_order(order=order, text="办了", by=reporter, version=1, today=today)
    for text, by in (("没有办", reporter), ("办了", colleague)):

        def reply(text=text, by=by):
            return reply_to_order(order=order, text=text, by=by, version=1, today=today)

        assert told(WrongState, reply) == "调度单现在是“待核查”，不能这样办理"
    assert order.steps.count() == 2


def test_the_words_of_a_step_that_was_overtaken_are_no_second_press(
    order, reporter, reviewer, today
):
    reply_to_order(order=order, text="办了", by=reporter, version=1, today=today)
    send_order_back(order=order, text="再办", workdays=3, by=reviewer, version=2, today=today)
    close_or_send = {"order": order, "by": reviewer, "version": 2, "today": today}

    def close():
        return close_order(text="再办", **close_or_send)

    assert told(Stale, close) == OVERTAKEN
    assert (order.state, order.version) == (OrderState.SENT_BACK, 3)


# --- Reminders ---------------------------------------------------------------------------


def test_who_has_answered_is_not_reminded(order, reporter, today):
    reply_to_order(order=order, text="办了", by=reporter, version=1, today=today)
    late = datetime.datetime(2019, 8, 12, 1, tzinfo=datetime.UTC)
    assert remind_of_orders(late) == []
    assert OrderReminder.objects.count() == 0


def test_an_order_sent_back_is_reminded_of_anew(order, reporter, reviewer, today):
    late = datetime.datetime(2019, 8, 12, 1, tzinfo=datetime.UTC)
    assert len(remind_of_orders(late)) == 1
    reply_to_order(order=order, text="办了", by=reporter, version=1, today=today)
    send_order_back(order=order, text="再办", workdays=1, by=reviewer, version=2, today=late.date())
    later = datetime.datetime(2019, 8, 14, 1, tzinfo=datetime.UTC)
    assert remind_of_orders(later) == [
        "逾期催办：交通运输局：〔2019〕1号调度单（滨河路）已于8月13日到期，尚未回复，请立即办理。"
    ]


def test_a_reminder_stands_once_in_the_database_too(order):
    late = datetime.datetime(2019, 8, 12, 1, tzinfo=datetime.UTC)
    remind_of_orders(late)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderReminder(**stored(OrderReminder.objects.get()) | {"id": None}).save()
