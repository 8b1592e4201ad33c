import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.parts import PartsDoNotAddUp, check_parts, remainder

PARTS = st.dictionaries(st.text(), st.integers(0, 10**14))


def test_parts_that_add_up_pass() -> None:
    check_parts("前期项目", 19, {"已开工": 2, "施工图": 2, "可研": 4, "其余": 11}, "个")


def test_parts_that_do_not_add_up_are_named() -> None:
    with pytest.raises(PartsDoNotAddUp) as refusal:
        check_parts("前期项目", 19, {"已开工": 2, "施工图": 2, "可研": 4, "其余": 10}, "个")
    assert str(refusal.value) == "前期项目19个，分项合计18个，相差1个"
    assert refusal.value.whole == 19
    assert refusal.value.parts == {"已开工": 2, "施工图": 2, "可研": 4, "其余": 10}
    assert refusal.value.labels == ("已开工", "施工图", "可研", "其余")


def test_large_numbers_are_separated() -> None:
    with pytest.raises(PartsDoNotAddUp) as refusal:
        check_parts("计划投资", 1_055_300, {"新建": 431_000, "续建": 624_301}, "万元")
    assert str(refusal.value) == "计划投资1,055,300万元，分项合计1,055,301万元，相差1万元"


def test_the_remainder_is_what_the_parts_leave() -> None:
    assert remainder(19, {"已开工": 2, "施工图": 2, "可研": 4}) == 11
    assert remainder(8, {"已开工": 2, "施工图": 2, "可研": 4}) == 0


def test_parts_beyond_the_whole_leave_no_remainder() -> None:
    with pytest.raises(PartsDoNotAddUp) as refusal:
        remainder(3, {"已开工": 2, "施工图": 2}, whole_label="前期项目", unit="个")
    assert str(refusal.value) == "前期项目3个，分项合计4个，相差1个"


def test_the_error_survives_a_process_boundary() -> None:
    error = PartsDoNotAddUp("前期项目", 19, {"已开工": 18}, "个")
    assert str(pickle.loads(pickle.dumps(error))) == "前期项目19个，分项合计18个，相差1个"


@given(PARTS)
def test_the_sum_of_the_parts_is_their_whole(parts: dict[str, int]) -> None:
    check_parts("合计", sum(parts.values()), parts, "元")


@given(PARTS, st.integers(-(10**14), 10**14).filter(bool))
def test_any_other_whole_is_refused(parts: dict[str, int], off: int) -> None:
    with pytest.raises(PartsDoNotAddUp):
        check_parts("合计", sum(parts.values()) + off, parts, "元")


@given(PARTS, st.integers(0, 10**14))
def test_parts_and_their_remainder_make_the_whole(parts: dict[str, int], rest: int) -> None:
    whole = sum(parts.values()) + rest
    assert remainder(whole, parts) == rest
