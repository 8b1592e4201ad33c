"""A county of three lines of which a form asks for two, by names of its own."""

import io

import openpyxl
import pytest

from figures.tests.scene import make_line, tell_made


@pytest.fixture
def lines(unit_a, unit_b):
    """Three lines of the county's list: roads, water, a school; two of them in the city's too."""
    found = [
        make_line(unit_a, "镇区道路改造工程", 1200, {5: 100, 6: 400}),
        make_line(unit_b, "城区供水工程", 2000, {5: 300, 6: 500}),
        make_line(unit_b, "实验学校", 3000, {6: 1500}),
    ]
    for place, line in enumerate(found):
        tell_made(line, with_list=not place)
    return found


@pytest.fixture
def blank():
    """A form without a word of which list it is, with one name of its own."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "进展"
    sheet.append(["单位：万元"])
    sheet.append(["序号", "项目名称", "年度计划", "累计完成", "完成率%", "主管部门"])
    sheet.append([1, "镇区道路改造", None, None, None, None])
    sheet.append([2, "实验学校", None, None, None, None])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
