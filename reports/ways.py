"""The ways from pages of lower rooms to the front page and to documents."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from accounts.pages.ways import Source, Way
from figures.links import FrontPage
from supervision.models import DispatchOrder, JointMeeting, Problem, SupervisionNotice


def ways_to_front(user: User, front: FrontPage) -> Iterator[Way]:
    asked = {"month": str(front.month), "list": front.plan_key}
    if front.unit_id is not None:
        asked["unit"] = str(front.unit_id)
    yield Way("首页", f"{reverse('reports:dashboard')}?{urlencode(asked)}")


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


WAYS: dict[str, Source] = {
    "figures.front": ways_to_front,
    "projects.list": ways_from_project_list,
    "supervision.meeting": ways_from_meeting,
    "supervision.notice": ways_from_notice,
    "supervision.order": ways_from_order,
    "supervision.special_report": ways_from_special_report,
}
