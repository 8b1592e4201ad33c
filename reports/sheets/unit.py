"""单位情况表: how a unit stands, its projects worst first, what it owes and by when, its points."""

from collections.abc import Mapping
from dataclasses import replace

from accounts.errors import DomainError
from accounts.models import Unit, User
from assessment.models import ScoreLine
from assessment.selectors import scheme_on
from documents.paragraphs import Document
from documents.runs import unmarked
from figures.book import UnknownFigure
from figures.keys import Narrowing
from measures.scores import format_score
from reports.papers.kinds import KindOfPaper, Matter, ToCompose
from reports.papers.models import PaperKind
from reports.prose.sentences.construction import started
from reports.prose.sentences.plans import new_and_continuing, rounding_of_plans
from reports.prose.sentences.progress import completed_in_short, completed_this_month
from reports.prose.sentences.tasks import of_unit
from reports.prose.sentences.units import FEWEST
from reports.prose.told import Told
from reports.sheets.laid_out import WRITTEN, laid_out, paper_of
from reports.sheets.lines import OF_A_UNIT, every_list, tables_of
from reports.sheets.owed import owed, owed_table, owed_words
from reports.sheets.said import lagging, planned


def units_offered(county: Unit, user: User | None) -> Mapping[str, str]:
    """All units of the county; a paper about one without projects says that it has none."""
    units = Unit.objects.within(county).exclude(pk=county.pk).order_by("position", "pk")
    return {str(unit.pk): unit.name for unit in units}


def compose(asked: ToCompose) -> Document:
    unit = Unit.objects.get(pk=asked.choices.about[0])
    names = {row.unit_name for row in asked.facts.rows if row.unit_id == unit.pk}
    if not names:
        until = asked.facts.cut_off.words
        raise DomainError(f"截至{until}，{unit.name}没有列入计划的项目", field="about")
    (name,) = names
    told = paper_of(asked).of(every_list(asked.facts), "重点建设项目")
    told = told.narrowed(Narrowing("填报单位", name))
    rows = told.figure("项目数", "合计").rows
    due = owed(asked.county, [row.project_id for row in rows], asked.today, unit)
    return laid_out(
        asked,
        f"{unmarked(name)}重点项目情况表",
        (
            f"{planned(told, f'{unmarked(name)}承担')}{new_and_continuing(told)}"
            f"{rounding_of_plans(told)}{started(told)}",
            f"{completed_in_short(told)}{completed_this_month(told)}{_place(told)}",
            of_unit(told.paper, unit.name),
            f"{lagging(told)}{owed_words(due)}{_points(asked, unit)}",
        ),
        (*tables_of(told, rows, OF_A_UNIT), owed_table(due)),
    )


def _place(told: Told) -> str:
    """完成率居各单位第3位。 "" where hardly anybody is compared."""
    if int(replace(told, cuts=()).figure("填报单位数")) < FEWEST:
        return ""
    try:
        place = told.figure("完成率名次")
    except UnknownFigure:
        return ""
    if place.value is None or int(place) < 1:
        return ""
    return f"完成率居各单位第{told.count('完成率名次')}位。"


def _points(asked: ToCompose, unit: Unit) -> str:
    """按《…考核办法》，上半年考核台账计−0.5分。 "" where nothing was entered, or all of it was
    taken back."""
    month = asked.facts.month
    scheme = scheme_on(asked.county, asked.facts.cut_off.end)
    if scheme is None:
        return ""
    term = scheme.term_of(month.month)
    lines = ScoreLine.objects.of_term(scheme, term).filter(
        unit=unit, on__lte=asked.facts.cut_off.end
    )
    hundredths = lines.total()
    if not hundredths:
        return ""
    name = unmarked(scheme.name).strip("《》")
    return f"按《{name}》，{scheme.term_label(term)}考核台账计{format_score(hundredths)}分。"


UNIT_SHEET = KindOfPaper(
    PaperKind.UNIT, compose, about=Matter("单位", units_offered), chapters=WRITTEN
)
