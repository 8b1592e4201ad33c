"""Values that stand in URLs."""

import datetime

from measures.months import CutOff, Month


class MonthConverter:
    """A month as ``2019-06``; anything else does not match, so the page is a 404."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        return Month.parse(value)

    def to_url(self, value: Month | str) -> str:
        return str(value)


class DayConverter:
    """A day as ``2019-07-05``; anything else does not match, so the page is a 404."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date | str) -> str:
        return str(value)


class CutOffConverter:
    """A cut-off as ``2019-06``, or ``2019-07-15`` where it is a day after the end of a month."""

    regex = r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?"

    def to_python(self, value: str) -> CutOff:
        return CutOff.parse(value)

    def to_url(self, value: CutOff | Month | str) -> str:
        return str(value)
