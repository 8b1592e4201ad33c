"""What counts as what stands where it is asked: the latest sentence by the month's end."""

import datetime

import openpyxl
import pytest
from django.urls import reverse

from investment.entry_template import write_entry_template
from investment.models import Definition
from investment.selectors import entry_sheet
from measures.months import Month

pytestmark = pytest.mark.django_db

JULY = Month(2019, 7)


@pytest.fixture
def land(county):
    """A sentence of January, its successor of July, and one that is yet to come."""
    for day, text in (
        ("2019-01-01", "土地费不计。"),
        ("2019-07-01", "取得土地的当月计入。"),
        ("2019-08-01", "按季计入。"),
    ):
        Definition.objects.create(
            county=county, subject="land", text=text, from_date=day, source="统计制度"
        )


def test_the_sheet_and_its_template_say_what_counts_in_their_month(
    client, land, county, period, project, reporter, unit_a, tmp_path
):
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("investment:entry", args=[unit_a.pk, JULY])).content.decode()
    assert page.count("取得土地的当月计入。") == 1
    assert "土地费不计" not in page
    assert "按季计入" not in page
    file = tmp_path / "template.xlsx"
    file.write_bytes(write_entry_template(entry_sheet(unit_a, period, datetime.date(2019, 8, 2))))
    told = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(file).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value
    ]
    words = "口径·土地费：取得土地的当月计入（统计制度，2019年7月1日起）。"
    assert [each for each in told if "口径" in each] == [words]


def test_a_later_sentence_leaves_the_month_before_as_it_was(land, county):
    def words(day):
        return [each.text for each in Definition.objects.in_force(county, day)]

    assert words(datetime.date(2018, 12, 31)) == []
    assert words(datetime.date(2019, 6, 30)) == ["土地费不计。"]
    assert words(datetime.date(2019, 8, 31)) == ["按季计入。"]
