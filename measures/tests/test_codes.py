import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.codes import check_digit, code_warning


def test_the_check_digit_is_that_of_the_standard() -> None:
    """ISO/IEC 7064 gives 0794 as its example for MOD 11,10, with 5 behind it."""
    assert check_digit("0794") == 5


@pytest.mark.parametrize(
    "code",
    ["2019-610799-77-01-106987", " 2020-610799-13-03-100137 ", "2013-000052-48-02-005318", ""],
)
def test_a_sound_code_of_the_old_form_or_none_draws_no_warning(code: str) -> None:
    assert code_warning(code) is None


def test_a_code_of_the_new_form_is_told_by_its_check_digit() -> None:
    last = check_digit("2104610799040110698")
    assert code_warning(f"2104-610799-04-01-10698{last}") is None
    wrong = f"2104-610799-04-01-10698{(last + 1) % 10}"
    assert code_warning(wrong) == f"项目代码“{wrong}”的末位校验码应为{last}，请核对是否抄错"


def test_the_new_form_begins_in_november_2020() -> None:
    last = check_digit("2011610799040110698")
    assert code_warning(f"2011-610799-04-01-10698{last}") is None
    assert code_warning("2010-610799-04-01-106980") == (
        "项目代码“2010-610799-04-01-106980”的前四位“2010”不是2020年11月以后的年月，请核对"
    )


@pytest.mark.parametrize(
    "code",
    [
        "2019-610799-77-01-10698",
        "2019610799770110698７",
        "20196107997701106987",
        "2019－610799－77－01－106987",
        "无",
    ],
)
def test_a_code_of_another_shape_draws_a_warning(code: str) -> None:
    assert code_warning(code) == (
        f"项目代码“{code}”格式不对，应为2019-610799-77-01-106987这样的20位数字，请核对"
    )


def test_an_impossible_year_draws_a_warning() -> None:
    assert code_warning("2119-610799-77-01-106987") == (
        "项目代码“2119-610799-77-01-106987”的前四位“2119”"
        "既不是2013至2020年的年份，也不是年月，请核对"
    )


def test_an_unknown_way_of_approval_draws_a_warning_in_the_old_form_only() -> None:
    assert code_warning("2019-610799-77-04-106987") == (
        "项目代码“2019-610799-77-04-106987”的第四段应为01（审批）、02（核准）或03（备案），请核对"
    )
    last = check_digit("2104610799040410698")
    assert code_warning(f"2104-610799-04-04-10698{last}") is None


@given(
    st.text("0123456789", min_size=19, max_size=19),
    st.integers(0, 18),
    st.integers(1, 9),
)
def test_the_check_digit_finds_every_single_slip(digits: str, place: int, slip: int) -> None:
    other = str((int(digits[place]) + slip) % 10)
    slipped = digits[:place] + other + digits[place + 1 :]
    assert check_digit(slipped) != check_digit(digits)
