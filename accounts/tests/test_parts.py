"""A long list in parts, a page at a time."""

import pytest

from accounts.pages import parts
from accounts.pages.parts import page_of_parts

UNITS = {"甲": "abcd", "乙": "ef", "丙": ""}


@pytest.fixture(autouse=True)
def _three_lines_a_page(monkeypatch):
    monkeypatch.setattr(parts, "LINES_A_PAGE", 3)


def shown(asked):
    page = page_of_parts(list(UNITS), lambda unit: UNITS[unit], asked)
    return [(p.head, "".join(p.lines), p.is_continued, p.is_ended) for p in page.parts]


def test_a_page_that_ends_within_a_part_leaves_its_sum_to_the_next():
    assert shown(None) == [("甲", "abc", False, False)]
    assert shown("2") == [("甲", "d", True, True), ("乙", "ef", False, True)]


def test_all_lines_are_on_some_page_once_and_a_number_that_is_none_leads_to_the_nearest():
    assert "".join(line for n in "12" for _, line, *_ in shown(n)) == "abcdef"
    assert shown("9") == shown("2")


def test_two_parts_of_one_name_stay_two():
    first, second = ["同名", 1], ["同名", 2]
    page = page_of_parts([first, second], lambda unit: [unit[1]], None)
    assert [part.lines for part in page.parts] == [[1], [2]]
