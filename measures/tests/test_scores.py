"""Points in print: sentences drop what is nought, tables keep their decimals (DESIGN §4.13)."""

import pytest

from measures.scores import format_score


@pytest.mark.parametrize(
    ("hundredths", "told", "in_a_table"),
    [
        (700, "7", "7.00"),
        (1890, "18.9", "18.90"),
        (3387, "33.87", "33.87"),
        (-50, "−0.5", "−0.50"),
        (0, "0", "0.00"),
        (123456, "1234.56", "1234.56"),
    ],
)
def test_a_sentence_trims_and_a_table_does_not(hundredths, told, in_a_table):
    assert format_score(hundredths) == told
    assert format_score(hundredths, fixed=True) == in_a_table


@pytest.mark.parametrize(
    ("hundredths", "printed"), [(700, "+7.00"), (-50, "−0.50"), (0, "0.00"), (5, "+0.05")]
)
def test_what_adds_is_marked_where_asked(hundredths, printed):
    assert format_score(hundredths, signed=True, fixed=True) == printed
