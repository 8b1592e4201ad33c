"""Amounts with up to two decimals, kept as whole hundredths."""

import pytest

from measures.hundredths import AmountError, format_hundredths, parse_hundredths


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1500", 150_000),
        ("1,500.5", 150_050),
        ("约１２．３４", 1_234),
        (12.5, 1_250),
        (3, 300),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_hundredths(text, amount):
    assert parse_hundredths(text) == amount


@pytest.mark.parametrize("text", ["", "—", "十亩", "1.5万", "12亩", "1e3", "1,50"])
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(AmountError, match="无法识别"):
        parse_hundredths(text)


def test_a_third_decimal_is_refused():
    with pytest.raises(AmountError) as error:
        parse_hundredths("1.005")
    assert str(error.value) == "数量“1.005”最多填两位小数"


def test_an_amount_prints_as_it_was_typed():
    assert [format_hundredths(each) for each in (150_000, 150_050, 0, None)] == [
        "1,500",
        "1,500.5",
        "0",
        "—",
    ]
