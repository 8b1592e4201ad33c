"""台账: a unit declares, the bureau confirms; what held before stays beside what holds."""

import datetime

import pytest

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent
from accounts.trail.proposals import accept, refuse
from accounts.trail.rebuilding import differences
from projects.models import ReserveDeclaration, ReserveItem, RollDeed
from projects.reserve.roll import RESERVE
from projects.rolls.services import declare_line, declare_of

pytestmark = pytest.mark.django_db

MARCH_1, MAY_1, AUGUST_2 = (
    datetime.date(2019, month, day) for month, day in ((3, 1), (5, 1), (8, 2))
)
YI = 100_000_000


@pytest.fixture
def declare(unit_a, reporter):
    def declared(by=reporter, name="竹加工园", total=2 * YI, day=MARCH_1, **more):
        values = {"name": name, "total_investment": total}
        return declare_line(
            RESERVE, unit=unit_a, values=values, day=day, by=by, today=AUGUST_2, **more
        )

    return declared


@pytest.fixture
def of_line(approver):
    """What an approver says of a line is in force at once."""

    def said(line, deed, day=MAY_1, by=approver, version=None, **more):
        return declare_of(
            RESERVE,
            line=line,
            deed=RollDeed(deed),
            day=day,
            by=by,
            today=AUGUST_2,
            version=version or line.version,
            **more,
        )

    return said


def lines():
    return list(ReserveItem.objects.standing().order_by("serial", "from_day"))


def held(line):
    return (line.serial, line.total_investment, line.from_day, line.until_day)


def no_difference():
    return differences(ReserveItem) == [] == differences(ReserveDeclaration)


def test_what_a_unit_declares_stands_when_the_bureau_confirms_it(declare, approver):
    declaration = declare()
    assert lines() == []
    accept(proposal=declaration, by=approver, today=AUGUST_2)
    (line,) = lines()
    assert (str(line), held(line)) == ("竹加工园", (1, 2 * YI, MARCH_1, None))
    actions = list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["roll.declare", "roll.add", "roll.answer"]
    assert no_difference()


def test_what_is_refused_leaves_no_line(declare, approver):
    refuse(proposal=declare(), by=approver, decision="没有总投资依据")
    assert lines() == []


def test_who_confirms_has_it_in_force_at_once(declare, approver):
    declared = declare(by=approver)
    assert (declared.state, [held(line) for line in lines()]) == (
        "accepted",
        [(1, 2 * YI, MARCH_1, None)],
    )


def test_a_reviewer_declares_for_a_unit_and_another_units_reporter_does_not(
    declare, reviewer, other_reporter
):
    assert declare(by=reviewer).is_waiting
    with pytest.raises(NotAllowed):
        declare(by=other_reporter, name="另一个")


def test_the_same_sent_twice_is_one(declare):
    assert declare() == declare()
    assert declare(total=3 * YI) != declare()


def test_a_change_holds_from_its_day_and_what_held_before_stays(declare, approver, of_line):
    declare(by=approver)
    (line,) = lines()
    of_line(line, "change", values={"total_investment": 3 * YI})
    assert [held(each) for each in lines()] == [
        (1, 2 * YI, MARCH_1, MAY_1),
        (1, 3 * YI, MAY_1, None),
    ]
    before = ReserveItem.objects.holding_on(MAY_1 - datetime.timedelta(days=1))
    assert [each.total_investment for each in before] == [2 * YI]
    assert [each.total_investment for each in ReserveItem.objects.holding_on(MAY_1)] == [3 * YI]
    assert no_difference()


def test_a_correction_was_always_so_and_says_why(declare, approver, of_line):
    declare(by=approver)
    (line,) = lines()
    with pytest.raises(DomainError) as error:
        of_line(line, "correct", values={"total_investment": 3 * YI})
    assert list(error.value.faults) == ["reason"]
    of_line(line, "correct", values={"total_investment": 3 * YI}, reason="批复为3亿元")
    assert [held(each) for each in lines()] == [(1, 3 * YI, MARCH_1, None)]
    assert no_difference()


def test_a_line_is_done_with_and_reopened(declare, approver, of_line):
    declare(by=approver)
    (line,) = lines()
    of_line(line, "done")
    (line,) = lines()
    assert (held(line), line.is_open) == ((1, 2 * YI, MARCH_1, MAY_1), False)
    with pytest.raises(WrongState):
        of_line(line, "change", values={"total_investment": 3 * YI})
    of_line(line, "reopen", reason="误销")
    assert [held(each) for each in lines()] == [(1, 2 * YI, MARCH_1, None)]
    assert no_difference()


def test_voiding_the_last_line_lets_the_one_before_hold_on(declare, approver, of_line):
    declare(by=approver)
    (line,) = lines()
    of_line(line, "change", values={"total_investment": 3 * YI})
    first, second = lines()
    with pytest.raises(WrongState):
        of_line(first, "void", reason="误报")
    of_line(second, "void", reason="误报")
    assert [held(each) for each in lines()] == [(1, 2 * YI, MARCH_1, None)]
    assert no_difference()


def test_what_was_changed_since_is_not_confirmed_as_it_was_declared(
    declare, approver, reporter, of_line
):
    declare(by=approver)
    (line,) = lines()
    waits = of_line(line, "change", by=reporter, values={"content": "一期"})
    line.refresh_from_db()
    line.version += 1
    line.save()
    with pytest.raises(Stale):
        accept(proposal=waits, by=approver, today=AUGUST_2)
    assert len(lines()) == 1


def test_of_one_line_one_declaration_waits(declare, approver, reporter, of_line):
    declare(by=approver)
    (line,) = lines()
    of_line(line, "change", by=reporter, values={"content": "一期"})
    with pytest.raises(WrongState):
        of_line(line, "done", by=reporter)


def test_nothing_is_declared_of_tomorrow_nor_without_a_change(declare, approver, of_line):
    with pytest.raises(DomainError) as error:
        declare(day=AUGUST_2 + datetime.timedelta(days=1))
    assert list(error.value.faults) == ["day"]
    declare(by=approver)
    (line,) = lines()
    with pytest.raises(DomainError):
        of_line(line, "change", values={"total_investment": 2 * YI})
    with pytest.raises(DomainError) as error:
        of_line(line, "change", day=MARCH_1, values={"content": "一期"})
    assert list(error.value.faults) == ["day"]


def test_numbers_go_on_and_are_of_the_county(declare, approver):
    declare(by=approver)
    declare(by=approver, name="冷链物流园")
    assert [(line.serial, line.name) for line in lines()] == [(1, "竹加工园"), (2, "冷链物流园")]
