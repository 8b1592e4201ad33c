"""The process that parses, and may die of it: `files.apart` starts `main`, reading.py asks for it.

The workbook comes on standard input, one line of JSON goes to standard output: what was read, or
why the file is refused. Anything else, a crash among it, the parent takes for a damaged file.
Django is never imported here, so that starting costs little.
"""

import datetime
import json
import sys
from typing import Any


def main() -> None:
    """One workbook. argv: [name of the file]."""
    content = sys.stdin.buffer.read()
    sys.stdout.buffer.write(answer(content, sys.argv[-1]))


def answer(content: bytes, filename: str) -> bytes:
    from workbooks.guard.kinds import Kind, kind_of
    from workbooks.guard.limits import LARGEST_ANSWER
    from workbooks.guard.refusals import Refused

    try:
        if kind_of(content, filename) is Kind.XLSX:
            from workbooks.parsing import xlsx

            told = xlsx.read(content)
        else:
            from workbooks.parsing import xls

            told = xls.read(content)
    except Refused as refused:
        told = {"refused": refused.problem}
    said = _encoded(told)
    if len(said) > LARGEST_ANSWER:
        said = _encoded({"refused": "里的内容过多，请分成几个文件上传"})
    return said


def _encoded(told: dict[str, Any]) -> bytes:
    text = json.dumps(told, ensure_ascii=False, default=tagged, check_circular=False)
    return text.encode("utf-8", "replace")


def tagged(value: Any) -> dict[str, Any]:
    """What JSON has no form for; `reading` turns it back."""
    if isinstance(value, datetime.datetime):
        return {"~datetime": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"~date": value.isoformat()}
    if isinstance(value, datetime.time):
        return {"~time": value.isoformat()}
    if isinstance(value, datetime.timedelta):
        return {"~seconds": int(value.total_seconds())}
    raise TypeError(type(value).__name__)
