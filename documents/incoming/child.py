"""The process that opens a Word file, and may die of it: `files.apart` starts `main`,
`documents.incoming.opening` asks for it.

On standard input: a line of JSON, what is asked with the file, then the file. On standard output: a
line of JSON, what is told of it or why it is refused, then the file anew where it was written on.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from documents.incoming.guard import WordPackage
from documents.incoming.words import words_of
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
    return {"told": told}, file


def _words(package: WordPackage, asked: Any) -> Told:
    return words_of(package), b""


VERBS: dict[str, Callable[[WordPackage, Any], Told]] = {"words": _words}
