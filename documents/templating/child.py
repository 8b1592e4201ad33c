"""The process that renders a template, and may die of it: `files.apart` starts `main`.

On standard input a line of JSON: the template and what it may speak of. On standard output a line:
the lines that came out, or what is wrong.
"""

import json
import resource
import sys

from documents.templating.faults import Faulty
from documents.templating.language import rendered

LONGEST_NAME = 200
_NOTHING = {"figures": {}, "parts": {}, "words": {"截止月份": "1"}}


def main() -> None:
    asked = json.loads(sys.stdin.buffer.read())
    # What Python and Jinja load only when it is asked for is loaded while files can be opened.
    for text in ("{{ '\\u5e74'|待核 }}{{ 0.5 }}{{ 截止月份|汉字 }}", "{{ 截止月份|数 }}", "{{"):
        answer({"text": text, "data": _NOTHING})
    shut()
    sys.stdout.write(json.dumps(answer(asked), ensure_ascii=False))


def answer(asked: dict[str, object]) -> dict[str, object]:
    try:
        return {"lines": rendered(str(asked["text"]), asked["data"])}  # type: ignore[arg-type]
    except Faulty as error:
        return {
            "faults": [(line, what[:500], name[:LONGEST_NAME]) for line, what, name in error.faults]
        }


def shut() -> None:
    """From here on no file, no connection and no process can be opened."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
