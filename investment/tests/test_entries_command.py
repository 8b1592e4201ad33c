"""The command prints what is stored of a month, amounts in yuan."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from figures.tests.scene import enter, make_line
from investment.models import EntryState

pytestmark = pytest.mark.django_db


def printed(month):
    out = io.StringIO()
    call_command("entries", "--month", month, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_every_entry_of_the_month_is_printed_with_what_is_not_known_as_null(unit_a, unit_b):
    road, reservoir = make_line(unit_a, "甲公路", 1000), make_line(unit_b, "丙水库", 1000)
    enter(
        road.project,
        7,
        month_amount=12_345_678,
        correction=-500,
        progress="路基完成",
        explanation="上月多报",
    )
    enter(reservoir.project, 7, year_to_date=0, state=EntryState.DRAFT)
    enter(reservoir.project, 6, month_amount=1)
    assert printed("2019-07") == [
        {
            "project": "甲公路",
            "unit": "交通运输局",
            "month_amount": 12_345_678,
            "year_to_date": None,
            "correction": -500,
            "progress": "路基完成",
            "explanation": "上月多报",
            "state": "approved",
        },
        {
            "project": "丙水库",
            "unit": "水利局",
            "month_amount": None,
            "year_to_date": 0,
            "correction": None,
            "progress": "",
            "explanation": "",
            "state": "draft",
        },
    ]


def test_a_month_without_entries_is_an_empty_list(county):
    assert printed("2019-07") == []


def test_a_month_that_is_none_is_refused_with_a_sentence(county):
    with pytest.raises(CommandError) as refused:
        printed("七月")
    assert str(refused.value) == "月份“七月”无法识别，请写成2019-06这样的形式"
