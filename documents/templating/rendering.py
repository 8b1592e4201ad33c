"""Asking the process apart that renders templates (``documents.templating.child``)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from accounts.errors import DomainError
from documents.runs import Run, runs
from documents.templating.faults import Fault
from files.apart import Bounds, Died, run_apart
from files.sizes import MEGABYTE

BOUNDS = Bounds(memory=256 * MEGABYTE, seconds=5, output=MEGABYTE)
LONGEST_TEMPLATE = 200_000
RAN_OUT = "模板运行超过5秒、256 MB 内存或1 MB 文字，已经停下，请减少 for 的层数或分列的范围"
Exact = tuple[str | None, str, str]


@dataclass(frozen=True)
class Handed:
    """What a template may speak of. ``figures`` by key: the exact number in its unit, the unit, and
    how a sentence says it; ``parts`` by 清单.分组|维度: each with its name and, by their names, its
    figures behind their keys; ``words`` by name (截止年份)."""

    figures: Mapping[str, Exact]
    parts: Mapping[str, Sequence[tuple[str, Mapping[str, tuple[str, str | None, str, str]]]]]
    words: Mapping[str, str]


class RenderedLine(NamedTuple):
    """``number``: the line of the template, from 1."""

    number: int
    runs: tuple[Run, ...]


class TemplateFaulty(DomainError):
    """The template is refused; ``faults`` say where and why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.of_lines = list(faults)
        super().__init__("；".join(map(said, faults)), field="text")


def said(fault: Fault) -> str:
    """第3行：没有“县级.全部.完工率”这个数字."""
    return f"第{fault.line}行：{fault.what}" if fault.line else fault.what


def render(
    text: str,
    handed: Handed,
    *,
    unknown: Callable[[str], str],
    bounds: Bounds = BOUNDS,
) -> list[RenderedLine]:
    """The lines that come out. ``unknown`` says of a name that there is not what may be meant.
    Raises TemplateFaulty."""
    asked = json.dumps({"text": text, "data": asdict(handed)}).encode()
    try:
        answer = json.loads(run_apart("documents.templating.child", asked, bounds))
    except Died as died:
        what = RAN_OUT if died.ran_out else "模板无法运行，请对照示例检查"
        raise TemplateFaulty([Fault(0, what)]) from died
    if "faults" in answer:
        faults = [Fault(*fault) for fault in answer["faults"]]
        raise TemplateFaulty(
            [fault._replace(what=fault.what or unknown(fault.unknown)) for fault in faults]
        )
    return [RenderedLine(number, runs(line)) for number, line in answer["lines"]]
