"""A template line by line: each line of text tells where it came from after it is rendered.

A tag stands within one line. A line of statements alone (`{% for … %}`) prints nothing; every other
line prints itself wherever it is reached, behind its number, so that the paragraphs that come out
are those of the file by which they are to look, however often a loop goes over them.
"""

import re
from collections.abc import Iterator

from documents.runs import CLOSE, MIDDLE, OPEN
from documents.templating.faults import Fault, Faulty

NUMBER = "\ue003"
"""A private character, as those of figures are (``documents.runs``)."""
_NUMBERED = re.compile(f"{NUMBER}([0-9]+){MIDDLE}")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_OPENERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENER = re.compile(r"\{[{%#]")
_STRIPPING = re.compile(r"\{[{%#][-+]|[-+](?:\}\}|%\}|#\})")
_BEGINS = re.compile(r"\{%\s*(?:if|for)\b")
_ENDS = re.compile(r"\{%\s*(?:endif|endfor)\b")
_RAW = re.compile(r"\{%\s*raw\b")
_PRIVATE = dict.fromkeys(map(ord, (OPEN, MIDDLE, CLOSE, NUMBER)))
_BRACE = re.compile(r"\{(?=[{%#])")


def plain(text: str) -> str:
    """Without the characters that are marks of ours."""
    return text.translate(_PRIVATE)


def escaped(words: str) -> str:
    """Words in which nothing is a tag, whatever braces stand in them."""
    return _BRACE.sub("{{ '{' }}", words)


def is_statement(line: str) -> bool:
    """Whether it prints nothing of itself: `{% if … %}`, `{# … #}`."""
    tags = _TAG.findall(line)
    return bool(tags) and not _TAG.sub("", line).strip() and not line.strip().startswith("{{")


def tags_of(line: str) -> str:
    """What is no text of a line."""
    return " ".join(_TAG.findall(line))


def numbered(text: str) -> str:
    """The template with the number of each line of text before it. Raises Faulty."""
    found = [(number, *_read(line)) for number, line in enumerate(plain(text).split("\n"), 1)]
    faults = [Fault(number, what) for number, _, what in found if what]
    if faults:
        raise Faulty(faults)
    return "\n".join(
        line if is_statement(line) else f"{NUMBER}{number}{MIDDLE}{line}"
        for number, line, _ in found
    )


def _read(line: str) -> tuple[str, str]:
    """The line, and what is wrong with it."""
    rest = _TAG.sub("", line)
    if opened := _OPENER.search(rest):
        opener = opened[0]
        return line, f"“{opener}”没有写完，请在同一行里用“{_OPENERS[opener]}”结束"
    if _STRIPPING.search(line):
        return line, "标签里不用“{%-”这样的减号或加号，请去掉"
    if _RAW.search(line):
        return line, "不能用 raw，要写“{{”本身请写成 {{ '{' }}{"
    if is_statement(line):
        return "".join(_TAG.findall(line)), ""
    if len(_BEGINS.findall(line)) != len(_ENDS.findall(line)):
        return line, "这一行里的 if 或 for 要在本行结束；要管几行，请让它独占一行"
    return line, ""


def parted(rendered: str) -> Iterator[tuple[int, str]]:
    """The lines that came out, each with the number of the template's line."""
    _, *pieces = _NUMBERED.split(rendered)
    for number, line in zip(pieces[::2], pieces[1::2], strict=True):
        yield int(number), line.replace("\n", "")
