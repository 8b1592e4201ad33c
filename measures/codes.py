"""项目代码: what looks wrong with a project code. A warning, never a refusal (KNOWLEDGE §1).

Two forms of one shape. Until 2020-11 `YYYY-RRRRRR-II-TT-NNNNNN`: year, region, industry, way of
approval, serial. Since then `YYMM-RRRRRR-DD-TT-NNNNNC`, with a check digit. No year that the
first form is met with (2013 to 2020) ends like a month, so the first four digits tell them apart.
"""

import re

_SHAPE = re.compile(r"([0-9]{4})-([0-9]{6})-([0-9]{2})-([0-9]{2})-([0-9]{6})")
_WAYS_OF_APPROVAL = {"01", "02", "03"}
_FIRST_MONTH_OF_NEW_FORM = "2011"


def code_warning(code: str) -> str | None:
    """A Chinese sentence on what looks wrong with `code`; None for a sound or an empty one."""
    code = code.strip()
    if not code:
        return None
    written = _SHAPE.fullmatch(code)
    if written is None:
        return f"项目代码“{code[:40]}”格式不对，应为2019-610799-77-01-106987这样的20位数字，请核对"
    head, _, _, way, _ = written.groups()
    if "01" <= head[2:] <= "12":
        return _new_form_warning(code, head)
    return _old_form_warning(code, head, way)


def check_digit(digits: str) -> int:
    """The digit that ISO/IEC 7064 MOD 11,10 puts behind `digits`."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10


def _new_form_warning(code: str, year_and_month: str) -> str | None:
    if year_and_month < _FIRST_MONTH_OF_NEW_FORM:
        return f"项目代码“{code}”的前四位“{year_and_month}”不是2020年11月以后的年月，请核对"
    digits = code.replace("-", "")
    expected = check_digit(digits[:-1])
    if int(digits[-1]) != expected:
        return f"项目代码“{code}”的末位校验码应为{expected}，请核对是否抄错"
    return None


def _old_form_warning(code: str, year: str, way: str) -> str | None:
    if not "2013" <= year <= "2020":
        return f"项目代码“{code}”的前四位“{year}”既不是2013至2020年的年份，也不是年月，请核对"
    if way not in _WAYS_OF_APPROVAL:
        return f"项目代码“{code}”的第四段应为01（审批）、02（核准）或03（备案），请核对"
    return None
