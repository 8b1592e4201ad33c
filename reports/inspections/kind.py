"""The report of visits as a kind of paper: where one went, what was found, what is asked by when,
what was mended since; a table of all findings and the photos behind it."""

from collections.abc import Iterator, Mapping, Sequence

from accounts.errors import DomainError
from accounts.models import Unit, User
from documents.numerals import NUMERALS, numbered
from documents.paragraphs import (
    Annex,
    Block,
    Document,
    Paragraph,
    Photo,
    PhotoRow,
    Style,
    Table,
    plain,
)
from documents.runs import bare
from documents.vessels import in_full
from reports.cards.fitting import cut
from reports.inspections.reading import FindingTold, VisitTold, visits_told
from reports.papers.choices import PaperChoices
from reports.papers.kinds import KindOfPaper, Matter, ToCompose
from reports.papers.models import PaperKind
from reports.prose.choices import Chapter
from supervision.models import Inspection, OrderState, ProblemCategory, ProblemState

UNTOLD = "—"
COLUMNS, HEIGHT, ROOM_OF_A_CAPTION = 2, 64, 20
TABLE_WIDTHS = (12, 32, 24, 38, 14, 36)
HEADS = ("序号", "项目", "填报单位", "发现的情况", "类别", "处理")

Chapters = list[tuple[str, list[Block]]]


def visits_offered(county: Unit, user: User | None) -> Mapping[str, str]:
    """The visits that the user sees, the latest first; not those that were voided."""
    seen = Inspection.objects.all() if user is None else Inspection.objects.visible_to(user)
    visits = seen.standing().filter(county=county).order_by("-visited_on", "-pk")
    return {
        str(visit.pk): f"{in_full(visit.visited_on)}（{visit.get_kind_display()}）"
        for visit in visits
    }


def compose_inspection_report(asked: ToCompose) -> Document:
    """Raises DomainError (Chinese) where the visits are no longer there."""
    visits = visits_told(asked.county, [int(each) for each in asked.choices.about])
    if not visits:
        raise DomainError("没有所选的督查，或已作废", field="about")
    findings = [finding for visit in visits for finding in visit.findings]
    blocks: list[Block] = [Paragraph(Style.TITLE, plain(_title(visits)))]
    blocks += _written(asked.choices, Chapter.OPENING)
    chapters: Chapters = [
        ("督查安排", [_body(words) for words in _plan(visits)]),
        ("发现的问题", list(_found(findings))),
        ("整改要求", list(_numbered(_demands(findings)))),
        ("整改情况", list(_numbered(_mended(visits)))),
        ("下一步工作", _written(asked.choices, Chapter.NEXT)),
    ]
    told = [(heading, lines) for heading, lines in chapters if lines]
    for numeral, (heading, lines) in zip(NUMERALS, told, strict=False):
        blocks += [Paragraph(Style.CHAPTER, plain(f"{numeral}、{heading}")), *lines]
    return Document(asked.facts.month, tuple(blocks), tuple(_annexes(findings)))


def _title(visits: Sequence[VisitTold]) -> str:
    first, last = visits[0].visit, visits[-1].visit
    kinds = {each.visit.get_kind_display() for each in visits}
    kind = kinds.pop() if len(kinds) == 1 else "督查"
    if len(visits) == 1:
        return f"关于{in_full(first.visited_on)}重点项目{kind}情况的报告"
    until = in_full(last.visited_on)
    if first.visited_on.year == last.visited_on.year:
        until = until.partition("年")[2]
    return f"关于{in_full(first.visited_on)}至{until}重点项目{kind}情况的报告"


def _body(words: str) -> Paragraph:
    return Paragraph(Style.BODY, plain(words))


def _written(choices: PaperChoices, chapter: Chapter) -> list[Block]:
    text = choices.written.get(chapter.value, "")
    return [_body(line.strip()) for line in text.splitlines() if line.strip()]


def _plan(visits: Sequence[VisitTold]) -> Iterator[str]:
    """When, who, how, and where one went."""
    for told in visits:
        visit = told.visit
        earlier = visit.looks_back_at
        before = f"对{in_full(earlier.visited_on)}的{earlier.get_kind_display()}" if earlier else ""
        how = visit.get_kind_display()
        words = f"{in_full(visit.visited_on)}，{visit.team}{before}开展{how}"
        projects = list(dict.fromkeys(each.project for each in told.findings))
        units = list(dict.fromkeys(each.unit for each in told.findings if each.unit))
        if not projects:
            yield f"{words}，没有发现问题。"
            continue
        went = f"实地查看{'、'.join(projects)}"
        if len(projects) > 1:
            went += f"{len(projects)}个项目"
        of_units = f"，涉及{'、'.join(units)}" if units else ""
        yield f"{words}，{went}{of_units}，发现问题{len(told.findings)}个。"


def _found(findings: Sequence[FindingTold]) -> Iterator[Block]:
    """By kind, those of one kind under a heading with their number; the kinds with the most
    first."""
    kinds: dict[str, list[FindingTold]] = {}
    for finding in findings:
        kinds.setdefault(_kind_of(finding), []).append(finding)
    ordered = sorted(kinds.items(), key=lambda kind: -len(kind[1]))
    for numeral, (kind, same) in zip(NUMERALS, ordered, strict=False):
        yield Paragraph(Style.SECTION, plain(f"（{numeral}）{kind}{len(same)}个"))
        yield from _numbered(f"{each.named}：{bare(each.finding.text)}" for each in same)


def _kind_of(finding: FindingTold) -> str:
    if finding.problem is not None:
        return f"{ProblemCategory(finding.problem.category).label}问题"
    return "现场解决的问题" if finding.finding.settled else "待处理的问题"


def _numbered(lines: Iterator[str]) -> Iterator[Block]:
    yield from map(_body, numbered([f"{words}。" for words in lines]))


def _demands(findings: Sequence[FindingTold]) -> Iterator[str]:
    """By what order, of whom, by when; what was suggested where no order was issued."""
    for finding in findings:
        for order in finding.orders:
            yield (
                f"{order.addressee.name}：{finding.project}，{bare(order.request)}，"
                f"{in_full(order.due_on)}前办结（{order.label}）"
            )
        problem = finding.problem
        if problem is not None and not finding.orders and problem.suggestion.strip():
            yield f"{finding.named}：{bare(problem.suggestion)}"


def _mended(visits: Sequence[VisitTold]) -> Iterator[str]:
    """What was settled on the spot, solved, or answered since; of a second look also what became of
    what it looked back at."""
    every = [each for told in visits for each in (*told.earlier, *told.findings)]
    for finding in {each.finding.pk: each for each in every}.values():
        if finding.finding.settled:
            yield f"{finding.named}：现场解决，{bare(finding.finding.settled)}"
        problem = finding.problem
        if problem is not None and problem.state == ProblemState.SOLVED and problem.solved_on:
            how = f"，{bare(problem.solution)}" if problem.solution.strip() else ""
            yield f"{finding.named}：{in_full(problem.solved_on)}销号{how}"
            continue
        for order in finding.orders:
            if order.state == OrderState.CLOSED and order.closed_on:
                yield f"{finding.named}：{order.label}{in_full(order.closed_on)}办结"
            elif order.state == OrderState.REPLIED and order.replied_on:
                yield f"{finding.named}：{order.label}{in_full(order.replied_on)}已回复，待核查"


def _annexes(findings: Sequence[FindingTold]) -> Iterator[Annex]:
    if findings:
        yield Annex("督查发现问题清单", (_table(findings),))
    photos = [
        Photo(str(photo.file.name), _caption(finding))
        for finding in findings
        for photo in finding.photos
    ]
    if photos:
        rows = (photos[at : at + COLUMNS] for at in range(0, len(photos), COLUMNS))
        yield Annex("现场照片", tuple(PhotoRow(tuple(row), COLUMNS, HEIGHT) for row in rows))


def _caption(finding: FindingTold) -> str:
    """城南学校, below 7月20日，现场无人施工."""
    on = finding.finding.inspection.visited_on
    told = f"{on.month}月{on.day}日，{bare(finding.finding.text)}"
    return f"{cut(finding.project, ROOM_OF_A_CAPTION, 2)}\n{cut(told, ROOM_OF_A_CAPTION, 2)}"


def _table(findings: Sequence[FindingTold]) -> Table:
    rows = [
        (
            str(number),
            finding.project,
            finding.unit or UNTOLD,
            bare(finding.finding.text),
            ProblemCategory(finding.problem.category).label if finding.problem else UNTOLD,
            _handled(finding),
        )
        for number, finding in enumerate(findings, 1)
    ]
    return Table(
        heads=(HEADS,),
        rows=tuple(tuple(map(plain, row)) for row in rows),
        widths=TABLE_WIDTHS,
    )


def _handled(finding: FindingTold) -> str:
    if finding.finding.settled:
        return "现场解决"
    if finding.problem is None:
        return "待处理"
    if finding.problem.state == ProblemState.SOLVED:
        return "已销号"
    if not finding.orders:
        return "已转为问题"
    order = finding.orders[-1]
    return f"{order.label}，{order.get_state_display()}，期限{in_full(order.due_on)}"


INSPECTION_REPORT = KindOfPaper(
    PaperKind.INSPECTION,
    compose_inspection_report,
    about=Matter("督查", visits_offered, is_several=True),
    chosen=(),
    needs_lists=False,
)
