"""领导情况表: the projects that a county leader answers for (包抓) or looks after (分管), and who
owes what on them by when. It tells of projects: the leader is never ranked, lit or scored."""

from collections.abc import Iterator, Mapping, Sequence

from accounts.errors import DomainError
from accounts.models import Unit, User
from accounts.rights import may
from documents.paragraphs import Document, Table
from documents.runs import unmarked
from figures.keys import picked
from figures.order import worst_first
from figures.plan_fact import PlanFact
from projects.leaders.standing import LED, LOOKED_AFTER, OwnProject, own_projects
from projects.models import Leader
from reports.papers.kinds import KindOfPaper, Matter, ToCompose
from reports.papers.models import READ_BY, PaperKind, leaders_in_person
from reports.prose.sentences.progress import done_clause
from reports.prose.told import Told, closed
from reports.sheets.laid_out import WRITTEN, laid_out, paper_of
from reports.sheets.lines import OF_A_LEADER, every_list, preliminary_table, table_of
from reports.sheets.owed import owed, owed_table, owed_words
from reports.sheets.said import lagging, planned


def leaders_offered(county: Unit, user: User | None) -> Mapping[str, str]:
    """All in office for who reads of all leaders, themselves for a leader, in their order."""
    leaders = Leader.objects.filter(county=county, until=None)
    if not may(user, READ_BY[PaperKind.LEADER], county):
        assert user is not None
        leaders = leaders.filter(pk__in=leaders_in_person(user))
    return {str(leader.pk): str(leader) for leader in leaders}


def compose(asked: ToCompose) -> Document:
    leader = Leader.objects.select_related("county").get(pk=asked.choices.about[0])
    until = asked.facts.cut_off
    own = own_projects(leader, until.end)
    reasons = {each.project.pk: _reason(each) for each in own}
    told = paper_of(asked).of(every_list(asked.facts), "重点建设项目")
    every = told.figure("项目数", "合计").rows
    rows = [row for row in every if row.project_id in reasons]
    if not rows:
        raise DomainError(
            f"截至{until.words}，{leader}没有包抓、分管的列入计划的项目", field="about"
        )
    told = told.narrowed(picked(sorted(row.project_id for row in rows)))
    due = owed(asked.county, [row.project_id for row in rows], asked.today)
    have = {reasons[row.project_id] for row in rows}
    word = "、".join(each for each in (LED, LOOKED_AFTER) if each in have)
    name = unmarked(leader.name)
    return laid_out(
        asked,
        f"{unmarked(leader.office)}{name}{word}项目情况表",
        (
            f"{planned(told, f'{name}同志{word}')}{_done(told)}",
            f"{lagging(told)}{owed_words(due)}",
        ),
        (*_tables(told, rows, reasons), owed_table(due)),
    )


def _tables(
    told: Told, rows: Sequence[PlanFact], reasons: Mapping[int, str]
) -> Iterator[Table | None]:
    """Those that the leader answers for alone come first, worst first in each."""
    counted = worst_first(row for row in rows if row.is_counted)
    parts = {
        word: [row for row in counted if reasons[row.project_id] == word]
        for word in (LED, LOOKED_AFTER)
    }
    is_one = len(counted) == len(rows) and not all(parts.values())
    for word, those in parts.items():
        yield table_of(told, those, OF_A_LEADER, title="" if is_one else f"{word}项目")
    yield preliminary_table(told, rows, OF_A_LEADER, title="前期项目" if counted else "")


def _reason(own: OwnProject) -> str:
    return LED if LED in own.reasons else LOOKED_AFTER


def _done(told: Told) -> str:
    """截至6月底，完成投资8.12亿元，占年度计划的61.3%。 What the projects have come to, and not how
    a leader stands against the pace."""
    return closed(told.cut_off, done_clause(told)) if told.figure("项目数") else ""


LEADER_SHEET = KindOfPaper(
    PaperKind.LEADER, compose, about=Matter("领导", leaders_offered), chapters=WRITTEN
)
