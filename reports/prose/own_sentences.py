"""The sentences of a paper one by one, each by a name that stays while its figures move, and what
people wrote in place of some.

A sentence is known by what it is and what it is told of (完成情况·县级): so its wording by hand
stays its own when another before it comes or goes. Where the composed one has nothing to say any
more, the one by hand stays at its place, or where its place is gone, at the end of its chapter.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from documents.paragraphs import ComposedSentence, Style
from documents.runs import CLOSE, MIDDLE, OPEN, runs, unmarked
from reports.prose.choices import Chapter, OwnSentence
from reports.prose.sentences import SENTENCES
from reports.prose.told import Told

BEGIN, END = "\ue004", "\ue005"
"""Private characters, as those of figures are (``documents.runs``)."""
_NAMED = re.compile(f"{BEGIN}([^{MIDDLE}]*){MIDDLE}([^{END}]*){END}")
_FIGURE = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}[^{CLOSE}]*{CLOSE}")
_PART = "·"
_HEADS = (Style.TITLE.value, Style.CHAPTER.value, Style.SECTION.value, Style.NOTE.value)
Own = Mapping[str, OwnSentence]


def named_sentences(own: Own) -> dict[str, Callable[..., str]]:
    """The sentences by the names that templates call them by; each tells its own name, and that
    also where it has nothing to say but somebody worded it."""
    told: Counter[str] = Counter()

    def named(name: str, sentence: Callable[..., str]) -> Callable[..., str]:
        def tell(*args: Any, **kwargs: Any) -> str:
            text = sentence(*args, **kwargs)
            full = _PART.join([name, *_subject(args[0] if args else None)])
            told[full] += 1
            if told[full] > 1:
                full = f"{full}{_PART}{told[full]}"
            return f"{BEGIN}{full}{MIDDLE}{text}{END}" if text or full in own else ""

        return tell

    return {name: named(name, sentence) for name, sentence in SENTENCES.items()}


def _subject(told_of: object) -> list[str]:
    if not isinstance(told_of, Told):
        return []
    return [told_of.plan] if told_of.group == "全部" else [told_of.plan, told_of.group]


def told_apart(marked: str, own: Own) -> tuple[str, tuple[ComposedSentence, ...]]:
    """The lines of a rendered template with the sentences by hand in place of the composed ones,
    and the composed ones. Titles and notes are left as they are."""
    lines: list[str] = []
    found: list[ComposedSentence] = []
    chapter = ""
    for line in _lines(marked):
        if line.startswith(Style.CHAPTER.value):
            chapter = _plain(line).removeprefix(Style.CHAPTER.value).strip()
        if line.startswith(_HEADS):
            lines.append(_plain(line))
            continue
        found += (
            ComposedSentence(name, chapter, _printed(text), _FIGURE.sub(r"{\1}", text))
            for name, text in _NAMED.findall(line)
        )
        lines.append(_NAMED.sub(lambda each: _worded(each[1], each[2], own), line))
    for name in sorted(own.keys() - {sentence.name for sentence in found}):
        _put_in(lines, own[name])
    return "\n".join(lines), tuple(found)


def _lines(marked: str) -> Iterator[str]:
    """A sentence of several lines is one."""
    joined = _NAMED.sub(lambda each: each[0].replace("\n", ""), marked)
    yield from (line.strip() for line in joined.split("\n"))


def _plain(line: str) -> str:
    return _NAMED.sub(lambda each: each[2], line)


def _printed(text: str) -> str:
    return "".join(run.text for run in runs(text))


def _worded(name: str, text: str, own: Own) -> str:
    return unmarked(own[name].text) if name in own else text


def _put_in(lines: list[str], own: OwnSentence) -> None:
    """At the end of its chapter; where that is gone, of the last one."""
    if not own.text:
        return
    heads = [at for at, line in enumerate(lines) if line.startswith(Style.CHAPTER.value)]
    notes = [at for at, line in enumerate(lines) if line.startswith(Style.NOTE.value)]
    last = next((at for at in notes if heads and at > heads[-1]), len(lines))
    ends = dict(zip((lines[at] for at in heads), [*heads[1:], last], strict=True))
    if own.chapter in ("", Chapter.OPENING.value) and heads:
        at = heads[0]
    else:
        at = ends.get(f"{Style.CHAPTER.value}{own.chapter}", last)
    lines.insert(at, unmarked(own.text))
