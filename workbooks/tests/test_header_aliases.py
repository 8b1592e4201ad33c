"""A county's administrator can teach the imports how its units call a column."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import Unit, UnitKind
from workbooks.models import HeaderAlias
from workbooks.selectors import aliases_for
from workbooks.tables import read_workbook
from workbooks.tests.builders import MONTHLY, sentences, workbook

CONTENT = workbook([["单位：万元"], ["工程全名", "本期资金量"], ["甲", 5]])


@pytest.fixture
def taught(county):
    for key, alias in [("name", "工程全名"), ("month", "本期资金量"), ("month", "{月}月资金量")]:
        HeaderAlias.objects.create(county=county, column_key=key, alias=alias)


def test_a_title_nobody_knows_is_learnt_from_the_table(county, taught):
    assert not read_workbook(CONTENT, "表.xlsx", MONTHLY).tables
    book = read_workbook(CONTENT, "表.xlsx", MONTHLY, extra_aliases=aliases_for(county))
    (table,) = book.tables
    assert {key: cell.ref for key, cell in table.columns.items()} == {"name": "A2", "month": "B2"}
    assert sentences(book.findings) == []


def test_aliases_are_each_countys_own(county, taught):
    other = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    assert aliases_for(other) == {}
    assert aliases_for(county) == {
        "name": ("工程全名",),
        "month": ("{月}月资金量", "本期资金量"),
    }


def test_an_alias_stands_once(county, taught):
    with pytest.raises(IntegrityError):
        HeaderAlias.objects.create(county=county, column_key="name", alias="工程全名")


def test_an_alias_without_words_is_refused(county):
    with pytest.raises(ValidationError) as caught:
        HeaderAlias(county=county, column_key="name", alias="（万元）").full_clean()
    assert caught.value.messages == ["列名里要有文字，如“当月完成投资额”"]
