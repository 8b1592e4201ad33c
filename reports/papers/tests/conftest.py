"""A county of three lines, June reported."""

import pytest

from figures.tests.scene import make_line, tell_made


@pytest.fixture
def lines(unit_a, unit_b):
    """Three lines of the county's list: roads, water, a school."""
    found = [
        make_line(unit_a, "镇区道路改造工程", 1200, {5: 100, 6: 400}),
        make_line(unit_b, "城区供水工程", 2000, {5: 300, 6: 500}),
        make_line(unit_b, "实验学校", 3000, {6: 1500}),
    ]
    for place, line in enumerate(found):
        tell_made(line, with_list=not place)
    return found
