"""What figures say of an entry while the bureau judges it: the pace, how far it is ahead or behind,
and the light that it would show."""

from collections.abc import Iterator

from accounts.models import User
from accounts.pages.beside import Beside
from figures import words
from figures.facts import line_as_if
from figures.templatetags.figure_links import LIGHT_STATES
from investment.selectors.desk import DeskEntry
from measures.rates import format_points


def pace_of_entry(user: User, desk: DeskEntry) -> Iterator[Beside]:
    """As they would be, were the entry approved as it stands. Four queries."""
    entry = desk.entry
    line = line_as_if(entry.project, entry.as_month, desk.standing, entry.actual_start)
    if line is None:
        yield Beside("亮灯", "未列入年度计划")
        return
    yield Beside("序时进度", words.rate(line.pace))
    if line.planned and line.lead is not None:
        label = "超序时" if line.lead >= 0 else "欠序时"
        yield Beside(f"{label}（百分点）", format_points(line.lead, signed=False))
    light = line.light
    yield Beside("亮灯", light.word, light=LIGHT_STATES[light.colour])
