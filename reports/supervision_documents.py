"""What supervision prints: the dispatch order, the special report, the minutes, the notice, each a
document in its vessel. They lay out what is stored and compute nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import groupby

from django.utils import timezone

from documents.numerals import NUMERALS, numbered
from documents.paragraphs import Document, Paragraph, Style, Table, plain
from documents.runs import bare
from documents.vessels import NO_DAY, Vessel, VesselKind, in_full
from figures import words
from figures.facts import Facts, cut_off, load_facts
from figures.months import default_month
from figures.plan_fact import PlanFact
from measures.months import Month
from projects.models import Part, PlanCategory, Project
from reports.offices import issuing_office
from reports.prose.told import digits_beside
from supervision.meetings.minutes import minutes_of
from supervision.models import (
    DispatchOrder,
    JointMeeting,
    OrderState,
    OrderStep,
    Problem,
    SupervisionNotice,
)
from supervision.notices.body import body_of

FORM_WIDTHS = (32, 124)
ROOM = {"签收": 32, "办理情况": 42, "核查意见": 32, "办结": 14}
"""Millimetres for a hand and a stamp where the form is filled in on paper."""

# Who answers for a project, in the order in which a report names them.
ANSWERABLE = (Part.REPORTING, Part.RESPONSIBLE, Part.CONSTRUCTION, Part.LINKED)


Issued = tuple[Document, Vessel]


def order_document(order: DispatchOrder) -> Issued:
    """The form 项目调度单: what is asked, and what was answered, with room to sign and to stamp."""
    problem = order.problem
    steps = list(order.steps.select_related("by"))
    rows = [
        ("编号", f"〔{order.year}〕{order.number}号"),
        ("项目名称", problem.project.name),
        ("问题", f"【{problem.get_category_display()}】{problem.text}"),
        ("调度事项和要求", order.request),
        ("承办单位", order.addressee.name),
        ("办结期限", f"{in_full(order.due_on)}（{order.workdays}个工作日）"),
        ("签发单位", f"{issuing_office(order.county)}（盖章）"),
        ("签发人", f"{order.issued_by}　　{in_full(order.issued_on)}"),
        ("签收", _receipt(order, steps)),
        ("办理情况", _last(steps, OrderState.REPLIED)),
        ("核查意见", _last(steps, OrderState.CLOSED) or _last(steps, OrderState.SENT_BACK)),
        ("办结", in_full(order.closed_on) if order.closed_on else ""),
    ]
    form = Table(
        heads=(),
        rows=tuple((plain(label), plain(text)) for label, text in rows),
        widths=FORM_WIDTHS,
        heights=tuple(ROOM.get(label, 0) for label, _ in rows),
    )
    title = Paragraph(Style.TITLE, plain("项目调度单"))
    return Document(Month.of(order.issued_on), (title, form)), Vessel()


def _receipt(order: DispatchOrder, steps: Sequence[OrderStep]) -> str:
    taken = [step for step in steps if step.to_state == OrderState.ACKNOWLEDGED]
    by = taken[-1].by if taken else ""
    day = in_full(order.acknowledged_on) if order.acknowledged_on else NO_DAY
    return f"签收人：{by}\n\n承办单位（盖章）：\n\n{day}"


def special_report(problem: Problem) -> Issued:
    """专报: a major problem, for the county's leaders, with the facts of its project."""
    assert problem.reported_up_at is not None
    day = timezone.localdate(problem.reported_up_at)
    chapters = [
        ("项目概况", _project_lines(problem, _facts_of(problem, day), day)),
        ("存在问题", _problem_lines(problem)),
        ("调度情况", _order_lines(problem)),
        ("建议", [problem.suggestion or "提请联席会议研究。"]),
    ]
    told = [(heading, lines) for heading, lines in chapters if lines]
    blocks = [Paragraph(Style.TITLE, plain(f"关于{problem.project.name}重大问题的专报"))]
    for numeral, (heading, lines) in zip(NUMERALS, told, strict=False):
        blocks.append(Paragraph(Style.CHAPTER, plain(f"{numeral}、{heading}")))
        blocks += [Paragraph(Style.BODY, plain(line)) for line in lines]
    word = problem.county.word
    vessel = Vessel(
        addressee=f"{word}委、{word}人民政府",
        offices=(issuing_office(problem.county),),
        day=day,
    )
    return Document(Month.of(day), tuple(blocks)), vessel


def _facts_of(problem: Problem, day: date) -> Facts | None:
    """Those of the light that showed the problem; else those of the published month, or of the
    last that had ended when it went up."""
    if problem.light_month:
        return load_facts(problem.county, Month.parse(problem.light_month))
    shown = default_month(problem.county)
    return load_facts(problem.county, min(shown, cut_off(day))) if shown else None


def _project_lines(problem: Problem, facts: Facts | None, day: date) -> list[str]:
    project = problem.project
    rows = [row for row in facts.rows if row.project_id == project.pk] if facts else []
    total = project.total_investment
    known = f"总投资{words.amount(total)}" if total is not None else "总投资未填报"
    lists = "、".join(row.plan_key for row in rows)
    listed = f"列入{rows[0].month.year}年{lists}重点项目清单" if rows else "未列入年度重点项目清单"
    lines = [f"{project.name}{known}，{listed}。"]
    if project.content:
        lines.append(f"建设内容：{bare(project.content)}。")
    for _, same in groupby(rows, key=lambda row: (row.category, row.planned)):
        lines.append(_progress(list(same), has_light=bool(problem.light_reason)))
    held = [f"{words}：{names}" for words, names in _answerable(project, day)]
    return [*lines, f"{'；'.join(held)}。"] if held else lines


def _progress(rows: Sequence[PlanFact], *, has_light: bool) -> str:
    """Of lists that plan the same of a project. The light is told where no light was kept with the
    problem."""
    row = rows[0]
    keys = "、".join(row.plan_key for row in rows)
    planned = "未安排年度投资" if not row.planned else f"年度计划投资{words.amount(row.planned)}"
    done = "" if row.done is None else f"完成投资{words.amount(row.done)}"
    if not row.is_reported:
        sent = f"当月进度已报送{row.waiting_word}"
        silent = sent if row.is_waiting else "当月进度未报送"
        told = f"{silent}，此前{done}" if done else silent
    else:
        rate = "" if row.rate is None else f"完成率{_rate(row.rate, row.pace)}"
        lead = row.light.reason if row.is_comparable and not has_light else ""
        gap = "" if row.is_comparable else "此前有月份未报，累计不全"
        told = "，".join(part for part in (done, rate, lead, gap) if part)
    category = PlanCategory(row.category).label
    return f"{keys}（{category}）{planned}，截至{row.month.label}底，{told}。"


def _rate(rate: Fraction, pace: Fraction) -> str:
    """20.0%, and two decimals where it is near to the pace."""
    return words.rate_with(rate, digits_beside(rate, pace, 1))


def _answerable(project: Project, day: date) -> Iterator[tuple[str, str]]:
    """Who answers for the project on ``day``: its units by their parts, told together where one
    unit has several, and its county leader."""
    parts = list(project.unit_parts.on(day).select_related("unit").order_by("unit__position", "pk"))
    named = [
        ("、".join(held.unit.name for held in parts if held.part == part), part.label)
        for part in ANSWERABLE
    ]
    for names, same in groupby([each for each in named if each[0]], key=lambda each: each[0]):
        yield "、".join(label for _, label in same), names
    officials = project.lead_officials.filter(from_date__lte=day).exclude(until__lte=day)
    official = officials.order_by("from_date", "pk").last()
    if official is not None:
        yield "包抓领导", official.name


def _problem_lines(problem: Problem) -> list[str]:
    lines = [f"{problem.get_category_display()}：{problem.text}"]
    if problem.light_reason:
        month = Month.parse(problem.light_month)
        lines.append(f"截至{month.label}底，该项目{problem.light_reason}。")
    return lines


def _order_lines(problem: Problem) -> list[str]:
    """The orders on the problem that are not done."""
    orders = problem.orders.open().select_related("addressee").order_by("year", "number")
    return numbered(
        [
            f"{order.label}：{order.addressee.name}承办，{bare(order.request)}，"
            f"办结期限{in_full(order.due_on)}，{order.get_state_display()}。"
            for order in orders
        ]
    )


def minutes_document(meeting: JointMeeting) -> Issued:
    """会议纪要."""
    styles = {
        "title": Style.TITLE,
        "note": Style.NOTE,
        "chapter": Style.CHAPTER,
        "section": Style.SECTION,
        "body": Style.BODY,
    }
    blocks = tuple(Paragraph(styles[style], plain(text)) for style, text in minutes_of(meeting))
    vessel = Vessel(
        VesselKind.MINUTES,
        head="会议纪要",
        issue=f"{meeting.year}年第{meeting.number}次",
        editor=issuing_office(meeting.county),
        day=meeting.held_on,
    )
    return Document(Month.of(meeting.held_on), blocks), vessel


def notice_document(notice: SupervisionNotice) -> Issued:
    """The notice as it was issued; a draft as it would be, marked as one."""
    document = body_of(notice).document
    title = Paragraph(Style.TITLE, plain(notice.title))
    vessel = Vessel(
        VesselKind.NOTICE,
        head="督查通报",
        number=notice.document_number,
        issue=f"第{notice.number}期" if notice.is_issued else "草稿",
        signer=notice.signer,
        offices=(issuing_office(notice.county), *_named_in(notice.joint_issuers)),
        day=notice.issued_on,
    )
    return replace(document, blocks=(title, *document.blocks)), vessel


def _named_in(text: str) -> Iterable[str]:
    """县委督查室、县政府督查室: each by itself."""
    return filter(None, re.split(r"[、，,；;\s]+", text))


def _last(steps: list[OrderStep], state: str) -> str:
    """The words of the last step to a state, with who took it and when."""
    for step in reversed(steps):
        if step.to_state == state:
            return f"{step.text}\n{step.by}　{in_full(timezone.localdate(step.at))}".strip()
    return ""
