"""The process that lets typst lay out, and may die of it: ``files.apart`` starts ``main``, and
compiling.py talks to it.

A request comes as JSON on standard input, the file goes to standard output. Django is never
imported here, so that starting costs little.
"""

import datetime
import json
import sys

import typst


def main() -> None:
    request = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=request["fonts"])
    sys.stdout.buffer.write(
        typst.compile(
            f"{request['root']}/{request['layout']}",
            root=request["root"],
            font_paths=fonts,
            sys_inputs={"paper": request["paper"]},
            timestamp=datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC),
            **request["options"],
        )
    )
