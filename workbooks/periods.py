"""The years and months that a line of text speaks of.

2019年1-7月, 上半年, 二季度, 2019.7, 截至7月31日 are periods; the day on which a form was filled in
(填报日期：2019年8月   日) and one until when it is wanted (8月5日前) are not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbooks.titles import SEVERAL_MONTHS, arabic_months, compact, months_of

_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH = r"1[0-2]|0?[1-9]"
_OF_THE_FORM = re.compile(
    rf"(?:填报|填表|制表|编制|上报|报送|打印|报出|审核|印发|发文)(?:日期|时间|日)?:?(?:{_YEAR}[年./-])?"
    rf"(?:{_MONTH})[月./-](?:[0-3]?[0-9]?日|[0-3]?[0-9](?![0-9])|$)"
    rf"|(?:填报|填表|制表|编制|上报|报送|打印|报出|审核|印发|发文)(?:日期|时间):?(?:{_YEAR}年)?(?:{_MONTH})月"
)
_PERIOD = re.compile(
    rf"截[至止](?:(?P<until_year>{_YEAR})年)?(?P<until>{_MONTH})月[0-3]?[0-9]日"
    rf"|(?:(?P<several_year>{_YEAR})年?)?(?P<several>{SEVERAL_MONTHS.pattern})"
    rf"|(?:(?P<year>{_YEAR})年)?"
    rf"(?:(?P<first>{_MONTH})月?[-至到])?"
    rf"(?<![0-9])(?P<month>{_MONTH})月(?!(?:底前)?[0-9]{{0,2}}日)"
    rf"|(?<![0-9.])(?P<dotted_year>{_YEAR})[./-](?P<dotted>{_MONTH})(?![0-9]|[./-][0-9])"
    rf"|(?P<alone>{_YEAR})年(?!(?:{_MONTH})月)"
)


@dataclass(frozen=True)
class Period:
    """What is named of a span of months; None for what is not."""

    year: int | None
    first_month: int | None
    month: int | None


def periods_in(text: str) -> Iterator[Period]:
    """The periods in the order in which the text names them."""
    plain = _OF_THE_FORM.sub("", arabic_months(compact(text)))
    for found in _PERIOD.finditer(plain):
        if found["several"]:
            first, last = months_of(found)
            yield Period(_number(found["several_year"]), first, last)
        else:
            year = found["until_year"] or found["year"] or found["dotted_year"] or found["alone"]
            month = found["until"] or found["month"] or found["dotted"]
            yield Period(_number(year), _number(found["first"]), _number(month))


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
