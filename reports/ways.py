"""The ways from pages of lower rooms to the front page and to documents."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Unit, User
from accounts.pages.ways import Source, Way
from accounts.rights import may
from figures.links import FrontPage
from projects.models import Leader
from reports.papers.current import address_now
from reports.papers.models import FileForm, PaperKind
from reports.photo_album.kinds import UNIT, Scope
from supervision.models import DispatchOrder, Inspection, JointMeeting, Problem, SupervisionNotice


def ways_to_front(user: User, front: FrontPage) -> Iterator[Way]:
    asked = {"month": str(front.at), "list": front.plan_key}
    if front.unit_id is not None:
        asked["unit"] = str(front.unit_id)
    yield Way("首页", f"{reverse('reports:dashboard')}?{urlencode(asked)}")


def ways_from_inspection(user: User, visit: Inspection) -> Iterator[Way]:
    """The report as it is now: on its page, and at once as a file."""
    if visit.is_void or not may(user, "document.download", visit.county):
        return
    about = urlencode({"about": visit.pk})
    yield Way("督查报告", address_now(PaperKind.INSPECTION, visit.pk))
    for form, words in ((FileForm.DOCX, "Word"), (FileForm.PDF, "PDF")):
        address = reverse("papers:now_file", args=[PaperKind.INSPECTION.value, form.value])
        yield Way(f"督查报告（{words}）", f"{address}?{about}")


def ways_from_unit(user: User, unit: Unit) -> Iterator[Way]:
    county = unit.own_county
    if unit != county and may(user, "document.download", county):
        yield Way("单位情况表", address_now(PaperKind.UNIT, unit.pk))
        yield Way("图片台账", address_now(PaperKind.PHOTOS, str(Scope(UNIT, str(unit.pk)))))


def ways_from_leader(user: User, leader: Leader) -> Iterator[Way]:
    if may(user, "document.download", leader.county) and leader.until is None:
        yield Way("领导情况表", address_now(PaperKind.LEADER, leader.pk))


def ways_from_meeting(user: User, meeting: JointMeeting) -> Iterator[Way]:
    yield Way("会议纪要（Word）", reverse("reports:minutes_docx", args=[meeting.pk]))
    yield Way("会议纪要（PDF）", reverse("reports:minutes_pdf", args=[meeting.pk]))


def ways_from_notice(user: User, notice: SupervisionNotice) -> Iterator[Way]:
    yield Way("Word 文档", reverse("reports:notice_docx", args=[notice.pk]))
    yield Way("PDF", reverse("reports:notice_pdf", args=[notice.pk]))
    yield Way("长图", reverse("reports:notice_picture", args=[notice.pk]))


def ways_from_order(user: User, order: DispatchOrder) -> Iterator[Way]:
    yield Way("打印件（Word）", reverse("reports:order_docx", args=[order.pk]))
    yield Way("打印件（PDF）", reverse("reports:order_pdf", args=[order.pk]))


def ways_from_special_report(user: User, problem: Problem) -> Iterator[Way]:
    yield Way("专报（Word）", reverse("reports:special_report_docx", args=[problem.pk]))
    yield Way("专报（PDF）", reverse("reports:special_report_pdf", args=[problem.pk]))


def ways_from_project_list(user: User, asked: str) -> Iterator[Way]:
    """For what is ticked on the list; ``asked`` is its filter, as the address has it."""
    yield Way("取数", f"{reverse('questions:from_list')}?{asked}")
    if may(user, "document.download"):
        yield Way("简介卡", f"{reverse('reports:cards_from_list')}?{asked}")


WAYS: dict[str, Source] = {
    "accounts.unit": ways_from_unit,
    "projects.leader": ways_from_leader,
    "figures.front": ways_to_front,
    "projects.list": ways_from_project_list,
    "supervision.inspection": ways_from_inspection,
    "supervision.meeting": ways_from_meeting,
    "supervision.notice": ways_from_notice,
    "supervision.order": ways_from_order,
    "supervision.special_report": ways_from_special_report,
}
