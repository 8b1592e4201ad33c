"""Issuing from a page: at once where the lists are short, else in the background, by the same two
steps. The paper stands with its bytes or not at all, and its number is nobody's before that."""

import datetime
from collections.abc import Container
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse

from accounts.errors import DomainError
from accounts.models import Unit, User
from jobs.kinds import JobKind, JobOutcome, Work
from jobs.models import Job
from jobs.services import ask_job
from measures.months import Month
from reports.papers.choices import SHAPE, PaperChoices
from reports.papers.files import LINES_AT_ONCE
from reports.papers.kinds import kind_named
from reports.papers.models import FileForm, IssuedPaper, WorkingPaper
from reports.papers.selectors import lines_told
from reports.papers.services import (
    issue_paper,
    register_paper,
    require_issuable,
    write_files,
)


@dataclass(frozen=True)
class Registered:
    """What is registered with a paper, as JSON keeps it; the scan is sent beside."""

    document_number: str = ""
    signer: str = ""
    checked_by: str = ""
    issued_on: str = ""
    withdraws: int | None = None
    reason: str = ""

    @classmethod
    def of(
        cls, *, issued_on: datetime.date | None, withdraws: IssuedPaper | None, **words: str
    ) -> "Registered":
        day = issued_on.isoformat() if issued_on else ""
        return cls(issued_on=day, withdraws=withdraws.pk if withdraws else None, **words)

    def as_typed(self, county: Unit) -> dict[str, Any]:
        """Raises DomainError where the paper to be taken back is gone."""
        withdraws = None
        if self.withdraws is not None:
            withdraws = IssuedPaper.objects.filter(county=county, pk=self.withdraws).first()
            if withdraws is None:
                raise DomainError("没有要撤销的公文")
        day = datetime.date.fromisoformat(self.issued_on) if self.issued_on else None
        return asdict(self) | {"withdraws": withdraws, "issued_on": day}


@dataclass(frozen=True)
class IssueAsked:
    """The deed: ``choices`` by ``choices_shape``, ``read`` is the digest of the text that was read;
    ``working`` and ``version`` of the working paper that goes out. ``page`` is where it was asked
    for."""

    kind: str
    month: str
    choices: dict[str, Any]
    choices_shape: int
    read: str
    registered: dict[str, Any]
    page: str
    working: int | None = None
    version: int = 0

    @property
    def title(self) -> str:
        label = kind_named(self.kind).label
        number = Registered(**self.registered).document_number
        return f"登记印发{label}（截至{Month.parse(self.month).label}底，{number or '无文号'}）"


@dataclass(frozen=True)
class ToIssue:
    """What goes out, as a page shows it."""

    county: Unit
    kind: str
    month: Month
    choices: PaperChoices
    page: str
    worked_on: tuple[WorkingPaper, int] | None = None


def issue_or_ask(
    *, paper: ToIssue, by: User, today: datetime.date, read: str, scan: bytes, **registered: Any
) -> IssuedPaper | Job:
    """``registered``, and what is raised, as ``issue_paper`` has them; what can only be seen where
    the paper is composed, the job tells."""
    county, month = paper.county, paper.month
    if lines_told(county, paper.kind, month, paper.choices.about) <= LINES_AT_ONCE:
        return issue_paper(
            county=county,
            kind=paper.kind,
            month=month,
            by=by,
            today=today,
            read=read,
            scan=scan,
            choices=paper.choices,
            worked_on=paper.worked_on,
            **registered,
        )
    require_issuable(
        county=county,
        by=by,
        today=today,
        day=registered.get("issued_on") or today,
        scan=scan,
        withdraws=registered.get("withdraws"),
        reason=registered.get("reason", ""),
    )
    working, version = paper.worked_on or (None, 0)
    asked = IssueAsked(
        kind=paper.kind,
        month=str(month),
        choices=paper.choices.as_kept(),
        choices_shape=SHAPE,
        read=read,
        registered=asdict(Registered.of(**registered)),
        page=paper.page,
        working=working.pk if working else None,
        version=version,
    )
    return ask_job(kind=ISSUE_PAPER, asked=asked, county=county, by=by, content=scan)


def issue(work: Work[IssueAsked]) -> JobOutcome:
    """Raises what ``write_files`` does; its effect what ``register_paper`` does."""
    asked = work.asked
    if asked.choices_shape != SHAPE:
        raise DomainError("系统升级后，文稿的格式变了，请重新登记印发")
    written = write_files(
        county=work.county,
        kind=asked.kind,
        month=Month.parse(asked.month),
        by=work.by,
        today=work.today,
        read=asked.read,
        scan=work.content,
        choices=PaperChoices.read(asked.choices),
        worked_on=_worked_on(work),
        progress=work.progress,
        **Registered(**asked.registered).as_typed(work.county),
    )

    def registered(_audit: Any) -> str:
        paper = register_paper(written, by=work.by)
        return reverse("papers:paper", args=[paper.pk])

    return JobOutcome(_words(written.paper, written.contents), effect=registered)


def _worked_on(work: Work[IssueAsked]) -> tuple[WorkingPaper, int] | None:
    if work.asked.working is None:
        return None
    papers = WorkingPaper.objects.filter(county=work.county)
    found = papers.filter(pk=work.asked.working).first()
    if found is None:
        raise DomainError("没有这份文稿")
    return found, work.asked.version


def done_words(issued: IssuedPaper | Job) -> str:
    if isinstance(issued, Job):
        return (
            "已提交登记印发：各种格式的文件正在后台制作，制成后自动登记；没有制成的，文号不占用。"
        )
    return f"{_words(issued, issued.files.values_list('form', flat=True))}。"


def _words(paper: IssuedPaper, forms: Container[str]) -> str:
    """Also that there is no picture, where it would have been too long."""
    left_out = "" if FileForm.PICTURE in forms else "；长图太长，没有制作"
    return f"已登记印发：{paper}{left_out}"


def address_of(issued: IssuedPaper | Job) -> str:
    name = "jobs:job" if isinstance(issued, Job) else "papers:paper"
    return reverse(name, args=[issued.pk])


ISSUE_PAPER = JobKind(
    key="reports.issue_paper",
    right="document.issue",
    asked=IssueAsked,
    shape=1,
    title=lambda asked: asked.title,
    work=issue,
    back=lambda asked: asked.page,
)
