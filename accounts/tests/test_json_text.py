"""What is made fast is the same text that the plain way makes."""

import pytest

from accounts.trail.json_text import MadeTexts, as_item, as_items, as_json

ALIKE = {"b": 1, "d": "审定", "m": None, "z": [1, {"y": "x"}]}


@pytest.mark.parametrize(
    "own",
    [
        {},
        {"a": 300_000, "c": True, "e": '两行\n“引号”"\\', "zz": None},
        {"e": "", "a": -1},
    ],
)
def test_rows_that_have_most_alike_are_told_as_by_the_plain_way(own):
    plain = as_json({name: [None, value] for name, value in (ALIKE | own).items()})
    assert MadeTexts(ALIKE, own=["a", "c", "e", "zz"]).of(own) == plain


@pytest.mark.parametrize("items", [(), (1, None, '两行\n“引号”"\\'), ("", -1)])
def test_the_items_of_a_list_are_those_of_the_plain_way(items):
    assert f"[{as_items(*items)}]" == as_json([*items])
    assert ", ".join(map(as_item, items)) == as_items(*items)
