"""The process that opens a Word file, and may die of it: `files.apart` starts `main`,
`documents.incoming.opening` asks for it.

On standard input: a line of JSON, what is asked with the file, then the file. On standard output: a
line of JSON, what is told of it or why it is refused, then the file anew where it was written on.
"""

import base64
import json
import sys
from collections.abc import Callable
from typing import Any

from documents.incoming.guard import WordPackage
from documents.redrawing import FreshChart, charts_in, redrawn
from documents.refilling import NotThere, WordChange, WordPlace, WordText, refilled
from documents.rewriting import LineAnew, rewritten
from workbooks.guard.refusals import Refused

Told = tuple[Any, bytes]


def main() -> None:
    """argv: [the verb]."""
    line, _, content = sys.stdin.buffer.read().partition(b"\n")
    told, file = answer(sys.argv[-1], json.loads(line), content)
    said = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    sys.stdout.buffer.write(said + b"\n" + file)


def answer(verb: str, asked: Any, content: bytes) -> Told:
    try:
        told, file = VERBS[verb](WordPackage(content), asked)
    except Refused as refused:
        return {"refused": refused.problem}, b""
    except NotThere as error:
        return {"not_there": str(error)}, b""
    return {"told": told}, file


def _read(package: WordPackage, asked: Any) -> Told:
    words = WordText(package.part(package.book))
    told = {"main_part": package.book, "text": words.text, "marks": words.marks}
    return told | {"charts": [chart.name for chart in charts_in(package)]}, b""


def _refill(package: WordPackage, asked: Any) -> Told:
    changes = _changes(asked["changes"])
    fresh = [
        FreshChart(name, xml.encode(), base64.b64decode(workbook))
        for name, xml, workbook in asked["charts"]
    ]
    parts = redrawn(package, fresh)
    return sorted(parts), refilled(package.content, package.book, changes, parts)


def _rewrite(package: WordPackage, asked: Any) -> Told:
    lines = [
        LineAnew(line, words, is_copy, None if changes is None else _changes(changes), marks)
        for line, words, is_copy, changes, marks in asked
    ]
    return None, rewritten(package.content, package.book, lines)


def _changes(asked: Any) -> tuple[WordChange, ...]:
    return tuple(WordChange(WordPlace(*place), *rest) for place, *rest in asked)


VERBS: dict[str, Callable[[WordPackage, Any], Told]] = {
    "read": _read,
    "refill": _refill,
    "rewrite": _rewrite,
}
