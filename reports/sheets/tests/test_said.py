"""What sheets say of none, one, all, most and of what is not known; and that an office director
would strike nothing out of them."""

import datetime
import io

import pytest
from pypdf import PdfReader

from documents.pdf import pdf_document
from reports.sheets.owed import Owed, owed_words
from reports.sheets.said import lagging, planned
from reports.tests.struck_out import struck_out
from reports.tests.test_sentences import begun, early, idle, paper_of, plain

DAY = datetime.date(2019, 8, 9)


def told(*rows):
    return paper_of(*rows).of("县级", "重点建设项目")


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([begun(600)], "水利局承担重点建设项目1个，年度计划投资1000万元。"),
        ([begun(600, planned=None)], "水利局承担重点建设项目1个。"),
        ([early("")], "水利局承担重点建设项目1个，为前期项目。"),
        ([early(""), early("")], "水利局承担重点建设项目2个，均为前期项目。"),
        (
            [begun(600), begun(None), early("")],
            "水利局承担重点建设项目3个（含前期项目1个），年度计划投资2000万元。",
        ),
    ],
)
def test_what_is_planned(rows, text):
    assert plain(planned(told(*rows), "水利局承担")) == text


LATE = idle(0, late="计划3月开工")


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([begun(600)], ""),
        ([begun(None)], ""),
        ([begun(1)], "项目投资滞后。"),
        ([begun(1), begun(1)], "2个项目均投资滞后。"),
        ([begun(1), begun(600), begun(600)], "3个项目中，1个投资滞后。"),
        ([begun(1), LATE], "2个项目均进度滞后，其中开工滞后1个、投资滞后1个。"),
        ([begun(1), LATE, begun(600)], "3个项目中，2个进度滞后，其中开工滞后1个、投资滞后1个。"),
    ],
)
def test_what_lags(rows, text):
    assert plain(lagging(told(*rows))) == text


@pytest.mark.parametrize(
    ("late", "text"),
    [
        ([], ""),
        ([False], "尚有1项交办事项未办结。"),
        ([True], "尚有1项交办事项已逾期。"),
        ([True, True], "尚有2项交办事项均已逾期。"),
        ([True, False, False], "尚有3项交办事项未办结，其中1项已逾期。"),
    ],
)
def test_what_is_owed(late, text):
    lines = [Owed("东河大桥", 1, "完成征迁", "1号调度单", "水利局", DAY, each) for each in late]
    assert owed_words(lines) == text


def test_nothing_of_a_sheet_is_struck_out_and_a_speech_is_one_page(written, lines, vice, unit_a):
    sheets = [
        written.document(*asked)
        for asked in (
            ("unit", unit_a.pk),
            ("leader", vice.pk),
            ("list", "县级"),
            ("speech",),
            ("briefing",),
        )
    ]
    assert [struck_out(sheet) for sheet in sheets] == [[]] * len(sheets)
    pages = PdfReader(io.BytesIO(pdf_document(sheets[3]))).pages
    assert len(pages) == 1
