"""The minutes of a joint meeting (会议纪要), as paragraphs with their styles; who writes the
document lays them out."""

from documents.numerals import in_chinese, numbered
from figures import words
from figures.issuing import unissued_among
from supervision.models import AgendaItem, JointMeeting, MeetingDecision

Paragraph = tuple[str, str]
"""The style (title, note, chapter, section or body) and the text."""


def minutes_of(meeting: JointMeeting) -> list[Paragraph]:
    """Where and when, who, what was put before it, and what was decided, by whom and until when."""
    agenda = list(meeting.agenda.prefetch_related("decisions__owner").select_related("problem"))
    paragraphs = [
        ("title", f"{meeting.county.name}重点项目建设{meeting}纪要"),
        *[("note", f"{line}。") for line in _unissued(meeting, agenda)],
        ("chapter", "一、会议概况"),
        *[("body", line) for line in _circumstances(meeting)],
        ("chapter", "二、会议议题"),
    ]
    titles = numbered([_sentence(item.title) for item in agenda])
    for item, title in zip(agenda, titles, strict=True):
        paragraphs.append(("body", title))
        if item.problem is not None:
            paragraphs.append(("body", f"主要问题：{_sentence(item.problem.text)}"))
    if not agenda:
        paragraphs.append(("body", "本次会议没有列入议题。"))
    paragraphs.append(("chapter", "三、议定事项"))
    decided = [item for item in agenda if item.decisions.all()]
    for number, item in enumerate(decided, 1):
        numeral = f"（{in_chinese(number)}）" if len(decided) > 1 else ""
        paragraphs.append(("section", f"{numeral}{item.title}"))
        lines = numbered([_decided(decision) for decision in item.decisions.all()])
        paragraphs += [("body", line) for line in lines]
    if not decided:
        paragraphs.append(("body", "本次会议没有形成议定事项。"))
    return paragraphs


def _unissued(meeting: JointMeeting, agenda: list[AgendaItem]) -> list[str]:
    """计划未印发 of the lists of the projects that were put before it, on its day."""
    of_problems = [item.problem.project_id for item in agenda if item.problem]
    projects = [*of_problems, *(item.project_id for item in agenda if item.project_id)]
    if not projects:
        return []
    told = words.unissued_of(*unissued_among(meeting.county, projects, meeting.held_on))
    return [told] if told else []


def _circumstances(meeting: JointMeeting) -> list[str]:
    """What is not known is left out."""
    told = [
        ("会议时间", f"{meeting.held_on:%Y年%-m月%-d日}"),
        ("会议地点", meeting.place),
        ("主持人", meeting.chair),
        ("参加人员", "、".join(_lines_of(meeting.attendees))),
    ]
    return [f"{label}：{words}" for label, words in told if words]


def _lines_of(text: str) -> list[str]:
    return [line.strip().rstrip("，,、；;。") for line in text.splitlines() if line.strip()]


def _decided(decision: MeetingDecision) -> str:
    return (
        f"{_sentence(decision.text)}责任单位：{decision.owner.name}；"
        f"完成时限：{decision.due_on:%Y年%-m月%-d日}。"
    )


def _sentence(text: str) -> str:
    """On one line, ended by a stop."""
    words = "".join(text.split())
    return words if words.endswith(("。", "！", "？")) else words.rstrip("；;，,.") + "。"
