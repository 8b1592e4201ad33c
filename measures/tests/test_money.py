import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.money import (
    WAN,
    YI,
    YUAN,
    MoneyError,
    format_money,
    format_wan,
    is_about,
    is_blank_mark,
    money_from_cell,
    parse_money,
    wan_input,
)
from measures.rounding import plain, round_half_up

AMOUNTS = st.integers(-(10**14) + 1, 10**14 - 1)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1234.56", 12_345_600),
        ("1,234.56", 12_345_600),
        ("54,583.00", 545_830_000),
        ("1,234,567", 12_345_670_000),
        ("１２３．４５", 1_234_500),
        ("１，２３４．５", 12_345_000),
        (" 603 ", 6_030_000),
        ("\u3000603\u00a0\n", 6_030_000),
        ("\ufeff603", 6_030_000),
        ("约603万元", 6_030_000),
        ("约 603 万元", 6_030_000),
        ("1.2亿元", 120_000_000),
        ("1.2亿", 120_000_000),
        ("603万", 6_030_000),
        ("500元", 500),
        ("-5", -50_000),
        ("－５", -50_000),
        ("−5", -50_000),
        ("+5", 50_000),
        ("-0", 0),
        ("0", 0),
        ("0.00", 0),
        ("007", 70_000),
    ],
)
def test_a_text_with_one_reading_is_read_in_ten_thousands(text: str, yuan: int) -> None:
    assert parse_money(text) == yuan


def test_the_unit_of_the_heading_counts_where_the_text_names_none() -> None:
    assert parse_money("1.2", YI) == 120_000_000
    assert parse_money("1.2", WAN) == 12_000
    assert parse_money("12", YUAN) == 12
    assert parse_money("603万元", YI) == 6_030_000


def test_integers_and_decimals_are_amounts_too() -> None:
    assert parse_money(603) == 6_030_000
    assert parse_money(Decimal("0.5695"), YI) == 56_950_000


@pytest.mark.parametrize(
    "text",
    [
        "1_000",
        "1e3",
        "1E3",
        "٣٤",
        "①②",
        "5²",
        "五百",
        "（5）",
        "(5)",
        "5 6",
        "1 234",
        "603-700",
        "603、700",
        "603万元700万元",
        "1.2.3",
        ".5",
        "5.",
        "--5",
        "- 5",
        "—5",
        "5%",
        "3万吨",
        "1万亿元",
        "0x10",
        "NaN",
        "Infinity",
        "约",
        "万元",
        "9" * 41,
    ],
)
def test_a_text_not_surely_understood_is_refused(text: str) -> None:
    with pytest.raises(MoneyError, match="无法识别，请只填一个数字"):
        parse_money(text)


@pytest.mark.parametrize("text", ["12,34", "1,2345", "12,34,567", "0,123", ",123", "1.234,5"])
def test_misplaced_separators_are_named_as_such(text: str) -> None:
    with pytest.raises(MoneyError) as refusal:
        parse_money(text)
    assert str(refusal.value) == (
        f"金额“{text}”的千分位逗号位置不对，请写成1234567.89或1,234,567.89"
    )


@pytest.mark.parametrize(
    "text", ["", "  ", "-", "－", "—", "——", "–", "/", "／", "无", " 无 ", "暂无"]
)
def test_a_blank_mark_is_no_value_and_never_zero(text: str) -> None:
    assert is_blank_mark(text)
    with pytest.raises(MoneyError, match="没有金额，请填写数字；确实没有发生投资的请填0"):
        parse_money(text)


@pytest.mark.parametrize("text", ["0", "-5", "无投资", "待定", "1/2"])
def test_what_says_something_is_no_blank_mark(text: str) -> None:
    assert not is_blank_mark(text)


def test_a_long_text_is_quoted_shortened() -> None:
    with pytest.raises(MoneyError) as refusal:
        parse_money("项" * 1000)
    assert f"“{'项' * 40}…”" in str(refusal.value)


def test_a_trillion_is_still_believed() -> None:
    assert parse_money("10000亿元") == 10**12


@pytest.mark.parametrize("text", ["1000000亿元", "-1000000亿元", "9" * 40])
def test_an_amount_beyond_belief_is_refused(text: str) -> None:
    with pytest.raises(MoneyError, match="超过100万亿元，请核对数字和单位"):
        parse_money(text)


def test_parts_of_a_yuan_round_half_up() -> None:
    assert parse_money("0.00005") == 1
    assert parse_money("0.00004999") == 0
    assert parse_money("-0.00005") == -1
    assert parse_money("2.5元") == 3


def test_typed_parts_of_a_yuan_are_refused_and_not_rounded() -> None:
    with pytest.raises(MoneyError, match="有不足1元的尾数，以万元计请最多填4位小数"):
        parse_money("1234.56789012", is_typed=True)


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        (0.5695, YI, 56_950_000),
        (13491.0, WAN, 134_910_000),
        (0.1 + 0.2, WAN, 3_000),
        (1.15, YI, 115_000_000),
        (1e10, YUAN, 10_000_000_000),
        (1e-7, WAN, 0),
        (603, WAN, 6_030_000),
        ("1.2亿元", WAN, 120_000_000),
        (-0.0, WAN, 0),
    ],
)
def test_a_cell_is_the_number_that_was_typed(cell: int | float | str, unit: int, yuan: int) -> None:
    assert money_from_cell(cell, unit) == yuan


def test_a_cell_with_half_a_yuan_rounds_by_what_was_typed() -> None:
    """The float 3.00045 lies below 3.00045; read as such it would lose a yuan."""
    assert money_from_cell(3.00045, WAN) == 30_005


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), float("-inf"), True])
def test_a_cell_that_is_no_number_is_refused(cell: float) -> None:
    with pytest.raises(MoneyError, match="无法识别"):
        money_from_cell(cell)


def test_a_huge_cell_is_refused() -> None:
    with pytest.raises(MoneyError, match="超过100万亿元"):
        money_from_cell(1e308)


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity"])
def test_a_decimal_that_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(MoneyError, match="无法识别"):
        parse_money(Decimal(value))


@pytest.mark.parametrize(
    ("yuan", "unit", "digits", "printed"),
    [
        (5_960_000_000, YI, None, "59.6"),
        (10_553_000_000, YI, None, "105.53"),
        (4_000_000_000, YI, None, "40"),
        (173_003_000_000, YI, None, "1,730.03"),
        (500_000, YI, None, "0.01"),
        (499_999, YI, None, "0"),
        (5_960_000_000, YI, 2, "59.60"),
        (10_553_000_000, WAN, 0, "1,055,300"),
        (-50_000, WAN, 0, "-5"),
        (None, WAN, 0, "—"),
    ],
)
def test_money_prints_in_its_unit(
    yuan: int | None, unit: int, digits: int | None, printed: str
) -> None:
    assert format_money(yuan, unit, digits) == printed


def test_money_prints_without_separators_on_request() -> None:
    assert format_money(10_553_000_000, WAN, 0, grouped=False) == "1055300"


def test_a_table_cell_has_fixed_decimals() -> None:
    assert format_wan(134_915_000) == "13,492"
    assert format_wan(134_915_000, 2) == "13,491.50"
    assert format_wan(None) == "—"


def test_an_entry_box_shows_the_exact_amount() -> None:
    assert wan_input(12_345_600) == "1,234.56"
    assert wan_input(1) == "0.0001"
    assert wan_input(-50_000) == "-5"
    assert wan_input(0) == "0"


@given(AMOUNTS)
def test_what_an_entry_box_shows_parses_back(yuan: int) -> None:
    assert parse_money(wan_input(yuan)) == yuan


@given(AMOUNTS, st.sampled_from([(YUAN, 0, "元"), (WAN, 4, "万元"), (YI, 8, "亿元")]))
def test_what_is_printed_in_full_parses_back(yuan: int, unit: tuple[int, int, str]) -> None:
    size, digits, name = unit
    printed = format_money(yuan, size, digits)
    assert parse_money(printed, size) == yuan
    assert parse_money(f"约{printed}{name}", YUAN) == yuan


@given(AMOUNTS, st.sampled_from([YUAN, WAN, YI]))
def test_a_float_cell_is_the_exact_amount(yuan: int, unit: int) -> None:
    assert money_from_cell(yuan / unit, unit) == yuan


@given(AMOUNTS, st.sampled_from([WAN, YI]), st.integers(0, 4))
def test_printed_then_parsed_is_the_amount_rounded_once(yuan: int, unit: int, digits: int) -> None:
    rounded = round_half_up(Fraction(yuan, unit), digits)
    assert parse_money(plain(rounded, grouped=True), YUAN) == int(round_half_up(Fraction(rounded)))


@given(st.text() | st.text("0123456789,.-+约万亿元 １，．", max_size=12))
def test_any_text_is_an_amount_or_refused_by_name(text: str) -> None:
    try:
        yuan = parse_money(text)
    except MoneyError:
        return
    assert parse_money(wan_input(yuan)) == yuan


CASES = json.loads((Path(__file__).parent / "amounts.json").read_text())


@pytest.mark.parametrize(("text", "yuan", "shown"), CASES["understood"])
def test_the_page_and_the_server_understand_the_same_amounts(text, yuan, shown):
    """js_tests/amounts.test.js holds the page against the same cases."""
    assert parse_money(text, is_typed=True) == int(yuan)
    assert wan_input(int(yuan)) == shown


def test_the_page_and_the_server_refuse_the_same():
    for text in CASES["not_understood"]:
        with pytest.raises(MoneyError):
            parse_money(text, is_typed=True)
    assert all(is_blank_mark(text) for text in CASES["blank"])
    assert not any(is_blank_mark(text) for text in CASES["not_understood"])


def test_what_is_written_about_is_an_estimate():
    assert all(is_about(text) for text in CASES["about"])
    assert not any(is_about(text) for text in ("603", "约", "约定"))
