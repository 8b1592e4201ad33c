"""What the filters print: the fixed forms of tables and prose."""

from fractions import Fraction

import pytest
from django.template import Context, Template

from accounts.templatetags import formats
from measures.months import Month


def printed(source, value):
    return Template("{{ value|" + source + " }}").render(Context({"value": value}))


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("wan", 12_344_999, "1,234"),
        ("wan", 12_345_000, "1,235"),
        ("wan:2", 12_345_000, "1,234.50"),
        ("wan", -12_345_000, "-1,235"),
        ("wan_exact", 12_345_600, "1,234.56"),
        ("wan_exact", 12_340_000, "1,234"),
        ("wan_exact", 1, "0.0001"),
        ("yi", 5_960_000_000, "59.6"),
        ("yi", 10_553_000_000, "105.53"),
        ("yi:2", 5_960_000_000, "59.60"),
        ("percent", Fraction(5648, 10_000), "56.48"),
        ("percent:1", Fraction(5648, 10_000), "56.5"),
        ("points", Fraction(103, 10), "+10.3"),
        ("points", Fraction(-88, 10), "−8.8"),
        ("points", Fraction(1, 100), "+0.01"),
        ("points", Fraction(0), "0.0"),
        ("month_label", Month(2019, 6), "2019年6月"),
    ],
)
def test_a_filter_prints_exactly(source, value, text):
    assert printed(source, value) == text


@pytest.mark.parametrize("name", ["wan", "wan_exact", "yi", "percent", "points", "month_label"])
def test_a_missing_value_prints_as_a_dash(name):
    assert getattr(formats, name)(None) == "—"
