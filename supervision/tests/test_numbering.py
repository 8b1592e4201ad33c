"""Each guard of the numbers of orders and notices by itself: taken away, its test fails."""

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import WrongState
from supervision.models import DispatchOrder, NumberedKind, NumberSeries, SupervisionNotice
from supervision.numbering.services import next_number, numbering_faults
from supervision.tests.refusals import stored

pytestmark = pytest.mark.django_db


def test_orders_notices_and_meetings_are_numbered_apart_by_county_and_year(county, elsewhere):
    given = [
        (county, 2019, NumberedKind.ORDER),
        (county, 2019, NumberedKind.ORDER),
        (county, 2019, NumberedKind.NOTICE),
        (county, 2019, NumberedKind.MEETING),
        (county, 2020, NumberedKind.ORDER),
        (elsewhere, 2019, NumberedKind.ORDER),
    ]
    assert [next_number(*each) for each in given] == [1, 2, 1, 1, 1, 1]


def test_a_transaction_that_fails_gives_its_number_back(county):
    next_number(county, 2019, NumberedKind.ORDER)
    with pytest.raises(WrongState), transaction.atomic():
        assert next_number(county, 2019, NumberedKind.ORDER) == 2
        raise WrongState("不成")
    assert next_number(county, 2019, NumberedKind.ORDER) == 2


def test_a_number_is_taken_once_in_the_database_too(order, criticise):
    first, second = criticise(), criticise()
    assert (first.number, second.number) == (1, 2)
    twice = DispatchOrder(**stored(order) | {"id": None})
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()
    for number in (first.number, 0):
        with pytest.raises(IntegrityError), transaction.atomic():
            SupervisionNotice.objects.filter(pk=second.pk).update(number=number)
    with pytest.raises(IntegrityError), transaction.atomic():
        DispatchOrder.objects.update(number=0)
    series = NumberSeries.objects.get(kind="order")
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberSeries.objects.create(county=series.county, year=series.year, kind=series.kind)


def test_a_gap_in_the_numbers_is_named(order, criticise):
    criticise()
    assert numbering_faults() == []
    DispatchOrder.objects.update(number=3)
    SupervisionNotice.objects.update(number=2)
    assert numbering_faults() == [
        "示范县2019年调度单编号不连续：共1份，编至3号",
        "示范县2019年督查通报编号不连续：共1份，编至2号",
    ]
