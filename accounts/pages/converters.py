"""Values that stand in URLs."""

from measures.months import Month


class MonthConverter:
    """A month as ``2019-06``; anything else does not match, so the page is a 404."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        return Month.parse(value)

    def to_url(self, value: Month | str) -> str:
        return str(value)
