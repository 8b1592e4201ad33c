"""What a plan says was invested by the end of the year before, against what the register and the
months of that year come to."""

from collections.abc import Sequence

from measures.money import wan_input
from projects.intake.lines import ProjectLine
from projects.intake.register import Register
from projects.turn.invested import InvestedBy, invested_by
from workbooks.findings import Findings


def notice_invested(lines: Sequence[ProjectLine], register: Register, findings: Findings) -> None:
    """A warning at each figure that differs. Where December is not in yet, at what is less than was
    done by then."""
    year = register.year - 1
    said: dict[int, ProjectLine] = {}
    for line in lines:
        project = register.project(line.name)
        if project and line.facts.get("invested_before_year") == year:
            said[project.pk] = line
    for pk, known in invested_by(register.county, said.keys(), year).items():
        line = said[pk]
        written: int = line.facts["invested_before"]
        if known.amount is None or known.is_stated:
            continue
        if written != known.amount if known.is_whole else written < known.amount:
            findings.warning(line.row.cells["before"], _words(written, known))


def _words(written: int, known: InvestedBy) -> str:
    assert known.amount is not None
    assert known.done is not None
    through = "" if known.is_whole else f"（报到{known.through}月）"
    until = "此前" if known.before_year is None else f"截至{known.before_year}年底"
    since = f"＋此后至{known.year - 1}年底{wan_input(known.since)}" if known.since else ""
    differs = wan_input(abs(written - known.amount))
    return (
        f"截至{known.year}年底累计完成投资写的是{wan_input(written)}万元，按月报推算为"
        f"{wan_input(known.amount)}万元（{until}{wan_input(known.before or 0)}{since}"
        f"＋{known.year}年完成{wan_input(known.done)}{through}），"
        f"{'多' if written > known.amount else '少'}{differs}万元，请核对；导入后按文件登记"
    )
