"""What supervision prints: the dispatch order, the special report, the notice. They lay out what
is stored and compute nothing."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from reports.prose.summary import Style
from reports.writers.word import Grid, Piece
from supervision.minutes import minutes_of
from supervision.models import (
    DispatchOrder,
    JointMeeting,
    OrderState,
    OrderStep,
    Problem,
    SupervisionNotice,
)
from supervision.notice_body import CHAPTER, compose_body

FORM_WIDTHS = (32, 124)
TABLE_WIDTHS = (12, 44, 14, 20, 20, 18, 16, 12)
NUMBER_COLUMNS = frozenset(range(2, 8))


def order_document(order: DispatchOrder) -> Iterator[Piece | Grid]:
    """The form 项目调度单: what is asked, and what was answered, with room to sign."""
    problem = order.problem
    steps = list(order.steps.select_related("by"))
    yield Piece(Style.TITLE, "项目调度单")
    yield Piece(Style.NOTE, f"编号：〔{order.year}〕{order.number}号", side="right")
    rows = [
        ("项目名称", problem.project.name),
        ("问题", f"【{problem.get_category_display()}】{problem.text}"),
        ("调度事项和要求", order.request),
        ("承办单位", order.addressee.name),
        ("办结期限", f"{_day(order.due_on)}（{order.workdays}个工作日）"),
        ("签发人", f"{order.issued_by}　　{_day(order.issued_on)}"),
        ("签收", _day(order.acknowledged_on) if order.acknowledged_on else ""),
        ("办理情况", _last(steps, OrderState.REPLIED)),
        ("核查意见", _last(steps, OrderState.CLOSED) or _last(steps, OrderState.SENT_BACK)),
        ("办结", _day(order.closed_on) if order.closed_on else ""),
    ]
    yield Grid(FORM_WIDTHS, rows, head=0)


def special_report(problem: Problem) -> Iterator[Piece]:
    """专报: a major problem, for the county's leaders."""
    assert problem.reported_up_at is not None
    yield Piece(Style.TITLE, f"关于{problem.project.name}重大问题的专报")
    yield Piece(Style.CHAPTER, "一、问题")
    yield Piece(Style.BODY, f"{problem.get_category_display()}：{problem.text}")
    if problem.light_reason:
        month = problem.light_month.replace("-0", "-").replace("-", "年")
        reason = problem.light_reason.replace(" ", "")
        yield Piece(Style.BODY, f"截至{month}月底，该项目{reason}。")
    yield Piece(Style.CHAPTER, "二、建议")
    yield Piece(Style.BODY, problem.suggestion or "提请联席会议研究。")
    yield Piece(Style.BODY, _day(timezone.localdate(problem.reported_up_at)), side="right")


def minutes_document(meeting: JointMeeting) -> Iterator[Piece]:
    """会议纪要."""
    styles = {
        "title": Style.TITLE,
        "chapter": Style.CHAPTER,
        "section": Style.SECTION,
        "body": Style.BODY,
    }
    for style, text in minutes_of(meeting):
        yield Piece(styles[style], text)


def notice_document(notice: SupervisionNotice) -> Iterator[Piece | Grid]:
    """The notice as it was issued; a draft as it would be, marked as one."""
    body = notice.body if notice.is_issued else compose_body(notice)
    yield Piece(Style.TITLE, notice.title)
    issue = f"（第{notice.number}期）" if notice.is_issued else "（草稿）"
    yield Piece(Style.BODY, issue, side="center")
    head = [notice.document_number, f"签发人：{notice.signer}" if notice.signer else ""]
    yield Piece(Style.BODY, "　　".join(part for part in head if part), side="center")
    for style, text in body["paragraphs"]:
        yield Piece(Style.CHAPTER if style == CHAPTER else Style.BODY, text)
    if notice.joint_issuers:
        yield Piece(Style.BODY, f"联合印发：{notice.joint_issuers}", side="right")
    if notice.issued_on:
        yield Piece(Style.BODY, _day(notice.issued_on), side="right")
    table = body["table"]
    yield Piece(Style.NOTE, table["title"], side="center")
    yield Piece(Style.NOTE, table["unit"], side="right")
    yield Grid(TABLE_WIDTHS, [table["head"], *table["rows"]], right=NUMBER_COLUMNS)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _last(steps: list[OrderStep], state: str) -> str:
    """The words of the last step to a state, with who took it and when."""
    for step in reversed(steps):
        if step.to_state == state:
            return f"{step.text}\n{step.by}　{_day(timezone.localdate(step.at))}".strip()
    return ""
