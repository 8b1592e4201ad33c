"""What a telephone number may look like, of whomever it is."""

import re

from django.core.exceptions import ValidationError

_NUMBER = re.compile(r"[\d+＋\-－—–()（） 、，,；;/*#转]*\d")
WRONG = "电话只能有数字、空格、“-”“+”、括号、顿号和“转”，例如 0912-1234567。"


def check_telephone(text: str) -> None:
    """A validator: raises ValidationError."""
    if not _NUMBER.fullmatch(text):
        raise ValidationError(WRONG)
