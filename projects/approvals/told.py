"""What approvals tell of a project: each that was granted, or granted on a promise."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from projects.happenings import Happening
from projects.models import ApprovalLine, ApprovalState, Project


def approvals_told(user: User, project: Project) -> Iterator[Happening]:
    told = ApprovalLine.objects.standing().filter(project=project)
    address = reverse("projects:project_approvals", args=[project.pk])
    for line in told.filter(state__in=_TOLD).select_related("item").order_by("from_day", "pk"):
        if line.state == ApprovalState.DONE:
            day, words = line.done_on or line.from_day, f"{line.item}办结"
            yield Happening(day, "手续办结", words, address, line.document_number)
            continue
        yield Happening(line.from_day, "容缺办结", f"{line.item}容缺办结", address, line.owed)
        if line.promised_on and line.until_day is None:
            words = f"承诺补齐{line.item}的材料"
            yield Happening(
                line.promised_on, "容缺承诺", words, address, line.owed, is_planned=True
            )


_TOLD = (ApprovalState.DONE, ApprovalState.PLEDGED)
