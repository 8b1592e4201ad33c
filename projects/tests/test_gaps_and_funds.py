"""What is refused of gaps and funds, and how lines of both stand by the day."""

import pytest

from accounts.errors import DomainError
from accounts.trail.reader import Reader
from accounts.trail.rebuilding import differences
from measures.money import WAN, YI
from projects.funds.reading import funds_on
from projects.funds.roll import FUNDS
from projects.gaps.reading import gaps_on
from projects.gaps.roll import GAPS
from projects.models import FundLine, FundMark, FundSource, GapKind, GapLine
from projects.tests.rolls_scene import added, day, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def gap(project, unit_a, approver):
    def declared(on=None, kind=GapKind.FUNDS, **values):
        return added(GAPS, project, unit_a, approver, on or day(2), kind=kind, **values)

    return declared


@pytest.fixture
def bonds(county):
    return FundSource.objects.create(county=county, name="专项债券", mark=FundMark.BOND)


@pytest.fixture
def fund(project, unit_a, approver, bonds):
    def declared(on=None, source=bonds, year=2019, **values):
        of = {"source": source, "year": year}
        return added(FUNDS, project, unit_a, approver, on or day(2), **of, **values)

    return declared


def fault(make):
    with pytest.raises(DomainError) as error:
        make()
    return dict(error.value.faults)


def test_what_is_short_of_a_kind_is_told_in_its_own_measure(gap):
    assert fault(lambda: gap(short_amount=100)) == {"short_amount": "资金缺口填金额，不填数量"}
    assert fault(lambda: gap(kind=GapKind.LAND, short_money=1)) == {
        "short_money": "用地指标缺口填数量，不填金额"
    }
    assert fault(lambda: gap(kind=GapKind.LAND)) == {
        "short_amount": "请填写用地指标还缺多少；已经解决的请用“解决”"
    }
    assert fault(lambda: gap(short_money=2 * YI, needed_money=YI)) == {
        "short_money": "缺口不能大于需要的数"
    }
    assert fault(lambda: gap(kind=GapKind.RELOCATION, short_amount=1250)) == {
        "short_amount": "户数要填整数"
    }
    assert fault(lambda: gap(kind=GapKind.OTHER)) == {"request": "请写明缺什么、需要协调什么"}
    assert gap(kind=GapKind.OTHER, request="施工用电增容").short is None


def test_a_gap_is_resolved_in_parts(gap, county, approver):
    line = gap(kind=GapKind.LAND, needed_amount=20_000, short_amount=15_000)
    told(GAPS, line, "change", approver, day(5), short_amount=6_000)
    told(GAPS, line, "done", approver, day(7))

    def stands(on):
        rows, _ = gaps_on(Reader(county), on)
        return [(row.short, row.raised, row.resolved, row.resolved_on) for row in rows]

    assert stands(day(1)) == []
    assert stands(day(4)) == [(15_000, 15_000, 0, None)]
    assert stands(day(5)) == [(6_000, 15_000, 9_000, None)]
    assert stands(day(7)) == [(0, 15_000, 15_000, day(7))]
    assert differences(GapLine) == []


def test_a_year_begins_with_what_is_short_then_and_forgets_what_ended_before(gap, county, approver):
    line = gap(day(5, year=2018), short_money=3 * YI)
    told(GAPS, line, "change", approver, day(9, year=2018), short_money=2 * YI)
    told(GAPS, line, "change", approver, day(3), short_money=5 * YI)
    ended = gap(day(5, year=2018), kind=GapKind.LAND, short_amount=100)
    told(GAPS, ended, "done", approver, day(12, year=2018))
    rows, _ = gaps_on(Reader(county), day(6))
    assert [(r.serial, r.short, r.raised, r.resolved) for r in rows] == [(1, 5 * YI, 5 * YI, 0)]


def test_money_that_is_paid_has_arrived_and_what_arrived_beyond_the_plan_is_explained(fund):
    assert fault(fund) == {"planned": "申报额、计划额、到位额、支付额至少填一项"}
    assert fault(lambda: fund(planned=YI, paid=1)) == {"arrived": "填了支付额的要填到位额"}
    assert fault(lambda: fund(planned=YI, arrived=WAN, paid=YI)) == {"paid": "支付额不能大于到位额"}
    assert fault(lambda: fund(planned=WAN, arrived=YI)) == {
        "note": "到位额大于计划额，请在说明里写明原因"
    }
    assert fund(planned=WAN, arrived=YI, note="含上年结转").arrived == YI


def test_a_source_gives_to_a_project_once_a_year(fund):
    fund(planned=YI)
    assert fault(lambda: fund(planned=WAN)) == {
        "source": "这个项目这一来源、类别和年度的资金已登记（编号1），请在那一行上变更"
    }
    assert fund(planned=WAN, year=2018).year == 2018
    assert fault(lambda: fund(planned=WAN, year=2119)) == {"year": "资金年度要在2000年到2021年之间"}


def test_what_arrived_is_known_of_every_day(fund, county, approver):
    line = fund(day(2), planned=10 * WAN, arrived=2 * WAN)
    told(FUNDS, line, "change", approver, day(5, 20), arrived=6 * WAN, paid=WAN)
    told(FUNDS, line, "change", approver, day(6, 10), arrived=9 * WAN, paid=5 * WAN)

    def stands(on):
        (row,), _ = funds_on(Reader(county), on)
        sums = (row.arrived, row.paid, row.arrived_this_month, row.paid_this_month)
        return [None if amount is None else amount // WAN for amount in sums]

    assert stands(day(2, 28)) == [2, None, 2, None]
    assert stands(day(5, 31)) == [6, 1, 4, None]
    assert stands(day(6, 30)) == [9, 5, 3, 4]
    assert stands(day(7, 31)) == [9, 5, 0, 0]
    assert differences(FundLine) == []
