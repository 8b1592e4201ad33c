"""What does not fit is told, not cut off."""

import pytest

from accounts.errors import DomainError
from accounts.limits import within


def test_a_text_that_fits_comes_back_without_blanks_around_it():
    assert within(" 现场核实\n", 4, "说明") == "现场核实"


def test_a_text_that_does_not_fit_is_refused_with_both_numbers():
    with pytest.raises(DomainError) as error:
        within("现场核实过", 4, "说明")
    assert str(error.value) == "说明最多4个字，现有5个，请缩短"


def test_a_text_that_cannot_be_stored_is_refused_in_words():
    with pytest.raises(DomainError) as error:
        within("核实\x00过", 10, "说明")
    assert str(error.value) == "说明里有无法保存的特殊字符，请重新输入"
