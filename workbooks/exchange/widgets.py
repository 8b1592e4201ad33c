"""What a cell of reference data may say. Nothing is guessed and nothing is filled in: what is not
surely understood raises ValueError, whose text the row's error shows beside row and column
(any other exception would show as a class name without a column)."""

import datetime
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from import_export.widgets import Widget

from accounts.models import Unit
from workbooks.reading import Fault
from workbooks.writing import printable

MISSING = "没有填写"
_DIGITS = re.compile(r"[0-9]{1,9}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Strict(Widget):
    """A cell that must be filled, unless ``required`` is False: then blank is the empty value."""

    empty: Any = None

    def __init__(self, *, required: bool = True) -> None:
        super().__init__()
        self.required = required

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, Fault):
            raise ValueError(value.message)
        if isinstance(value, str):
            value = value.strip()
        if value is None or value == "":
            if self.required:
                raise ValueError(MISSING)
            return self.empty
        return self.understood(value)

    def understood(self, value: Any) -> Any:
        raise NotImplementedError

    @property
    def allowed(self) -> str:
        """What the cell may say, where that can be told beforehand."""
        return ""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None or value == "" else self.shown(value)

    def shown(self, value: Any) -> Any:
        return value


class Text(Strict):
    empty = ""

    def understood(self, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise ValueError(f"“{value}”不是文字，请把单元格设为文本格式再填")
        text = str(value)
        if printable(text) != text:
            raise ValueError("含有看不见的控制字符，请重新输入")
        return text


class WholeNumber(Strict):
    """0 or more, up to nine digits; full-width digits are digits."""

    def understood(self, value: Any) -> int:
        shown = str(value)
        digits = unicodedata.normalize("NFKC", shown)
        if isinstance(value, bool) or not _DIGITS.fullmatch(digits):
            raise ValueError(f"“{shown}”不是整数，请填写 0、1、2 这样的数字")
        return int(digits)


class YesNo(Strict):
    WORDS = {"是": True, "否": False}

    @property
    def allowed(self) -> str:
        return "、".join(self.WORDS)

    def understood(self, value: Any) -> bool:
        if value not in self.WORDS:
            raise ValueError(f"“{value}”看不懂，请填写“是”或“否”")
        return self.WORDS[value]

    def shown(self, value: Any) -> str:
        return "是" if value else "否"


class Choice(Strict):
    """One of a model's choices, by its Chinese word."""

    def __init__(self, choices: list[tuple[str, str]], *, required: bool = True) -> None:
        super().__init__(required=required)
        self.words = {str(label): value for value, label in choices}
        self.labels = {value: label for label, value in self.words.items()}

    @property
    def allowed(self) -> str:
        return "、".join(self.words)

    def understood(self, value: Any) -> str:
        if value not in self.words:
            raise ValueError(f"“{value}”不在可选范围内，应为：{'、'.join(self.words)}")
        return self.words[value]

    def shown(self, value: Any) -> str:
        return self.labels[value]


class Day(Strict):
    """A date cell, or text like 2019-06-30."""

    @property
    def allowed(self) -> str:
        return "日期，如 2019-06-30"

    def understood(self, value: Any) -> datetime.date:
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        text = unicodedata.normalize("NFKC", str(value))
        try:
            if _DAY.fullmatch(text):
                return datetime.date.fromisoformat(text)
        except ValueError:
            pass
        raise ValueError(f"“{value}”不是日期，请按 2019-06-30 的样子填写")

    def shown(self, value: Any) -> str:
        return value.isoformat()


class Named(Text):
    """Another row of the county, by its name. ``among`` gives those that may be meant, ``noun``
    says what they are. A name that two of them bear means neither."""

    empty = None  # type: ignore[assignment]
    county: Unit

    def __init__(
        self, noun: str, among: Callable[[Unit], QuerySet[Any]], *, required: bool = True
    ) -> None:
        super().__init__(required=required)
        self.noun = noun
        self.among = among

    def understood(self, value: Any) -> Any:
        name = super().understood(value)
        found = list(self.among(self.county).filter(name=name)[:2])
        if not found:
            raise ValueError(f"县内没有名为“{name}”的{self.noun}")
        if len(found) > 1:
            raise ValueError(f"县内有不止一个名为“{name}”的{self.noun}，无法确定是哪一个")
        return found[0]

    @property
    def allowed(self) -> str:
        return f"本县已有的{self.noun}，写全名"

    def shown(self, value: Any) -> str:
        return value.name
