"""Register that a paper is issued (登记印发): written once, kept, never changed."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.trail.audit import Told, Trail, audited
from accounts.trail.claims import write
from accounts.trail.facts import made
from documents.printing.compiling import TooLargeToPrint
from documents.vessels import Vessel
from files.kinds import file_type
from jobs.kinds import Progress, quietly
from measures.months import Month
from reports.outside.book import PaperBook
from reports.papers import rules
from reports.papers.choices import SHAPE, Outfit, PaperChoices
from reports.papers.composing import (
    Composed,
    compose,
    facts_by,
    previewed,
    template_digest,
)
from reports.papers.files import FORMS
from reports.papers.kinds import KindOfPaper, about_words, kind_named
from reports.papers.models import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_REASON,
    LONGEST_SENTENCE,
    LONGEST_TITLE,
    FileForm,
    IssuedFile,
    IssuedPaper,
    WorkingPaper,
)
from reports.papers.outfit import vessel_of
from reports.papers.selectors import last_before
from reports.papers.writing import can_be_told, figures_in
from reports.prose.choices import Chapter, OwnSentence


@dataclass(frozen=True)
class PaperToIssue:
    """A paper with all its files written, and nothing of it kept yet."""

    paper: IssuedPaper
    contents: Mapping[FileForm, tuple[bytes, str]]
    worked_on: tuple[WorkingPaper, int] | None


def issue_paper(*, by: User | None, **issued: Any) -> IssuedPaper:
    """``write_files`` and ``register_paper``; ``issued`` and what is raised as they have them. All
    is written before the transaction begins, for SQLite lets nobody else write meanwhile."""
    return register_paper(write_files(by=by, **issued), by=by)


def write_files(
    *,
    county: Unit,
    kind: str,
    month: Month,
    by: User | None,
    today: datetime.date,
    document_number: str = "",
    signer: str = "",
    checked_by: str = "",
    issued_on: datetime.date | None = None,
    scan: bytes = b"",
    withdraws: IssuedPaper | None = None,
    reason: str = "",
    read: str = "",
    choices: PaperChoices | None = None,
    about: tuple[str, ...] = (),
    vessel: str = "",
    chosen: Mapping[str, Any] | None = None,
    worked_on: tuple[WorkingPaper, int] | None = None,
    progress: Progress = quietly,
) -> PaperToIssue:
    """Write the paper's files, with the figures that they tell. ``read`` is the digest of the text,
    by these ``choices``, that the person has read; a command, which has read none, gives no
    choices, only what the paper is ``about``, its ``vessel`` by its word, and what else it has
    ``chosen`` of ``PaperChoices``. ``by`` None is the
    system's own operator. ``worked_on``: the working paper that goes out, and the version of it
    that was read.

    Raises NotAllowed, DomainError for what cannot be composed, a day to come, a scan that is none
    and a withdrawal without a reason, Stale where the text is no longer what was read, WrongState
    where the other paper is withdrawn already.
    """
    day = issued_on or today
    require_issuable(
        county=county, by=by, today=today, day=day, scan=scan, withdraws=withdraws, reason=reason
    )
    is_read = choices is not None
    if choices is None:
        begun = _begun(kind_named(kind), county, by, about)
        choices = replace(begun, counts_by_command=True, outfit=Outfit(vessel), **(chosen or {}))
    composed = compose(county, kind, month, choices, today)
    if is_read and read != composed.digest:
        raise Stale("打开页面之后数字有变动，正文已按现在的数字写成，请看过后再印发")
    goes_out_in = vessel_of(county, kind, choices, number=document_number, signer=signer, day=day)
    contents = _written(composed, goes_out_in, progress)
    if scan:
        contents[FileForm.SCAN] = (scan, file_type(scan).content_type)
    paper = IssuedPaper(
        county=county,
        kind=kind,
        as_of=choices.until or month.last_day,
        title=within(composed.document.title, LONGEST_TITLE, "标题"),
        document_number=within(document_number, LONGEST_NUMBER, "文号", field="document_number"),
        signer=within(signer, LONGEST_NAME, "签发人", field="signer"),
        checked_by=within(checked_by, LONGEST_NAME, "核稿人", field="checked_by"),
        issued_on=day,
        issued_by=by,
        withdraws=withdraws,
        withdrawal_reason=within(reason, LONGEST_REASON, "撤销理由", field="reason"),
        choices=choices.as_kept(),
        choices_shape=SHAPE,
        template=kind,
        template_sha256=template_digest(kind),
        known_at=composed.known_at,
        known_hash=composed.known_hash,
    )
    return PaperToIssue(paper, contents, worked_on)


def register_paper(written: PaperToIssue, *, by: User | None) -> IssuedPaper:
    """Keep the paper with its files: all of it or nothing. Raises WrongState where the paper that
    it takes back, or the one that was worked on, went out otherwise meanwhile, Stale where somebody
    wrote on that."""
    paper, worked_on = written.paper, written.worked_on
    county = paper.county
    with audited(by=by, reason=paper.withdrawal_reason) as audit:
        try:
            with transaction.atomic():
                paper.save(force_insert=True)
        except IntegrityError as error:
            raise WrongState("要撤销的公文已被撤销") from error
        files = [_keep(paper, form, *content) for form, content in written.contents.items()]
        told: list[Told] = [(file, made(file)) for file in files]
        audit.record(paper, "paper.issue", county=county, changes=made(paper), rows=told)
        if worked_on is not None:
            _write(audit, worked_on[0], "paper.register", worked_on[1], issued=paper)
    return paper


def require_issuable(
    *,
    county: Unit,
    by: User | None,
    today: datetime.date,
    day: datetime.date,
    scan: bytes,
    withdraws: IssuedPaper | None,
    reason: str,
) -> None:
    """What can be said before anything is composed: raises what ``write_files`` does of it."""
    if not rules.issues(by, county):
        raise NotAllowed("只有审定员可以登记印发")
    if day > today:
        raise DomainError("印发日期不能晚于今天", field="issued_on")
    if withdraws is not None:
        _refuse_withdrawal(withdraws, county, reason)
    if scan:
        file_type(scan)


def begin_paper(
    *,
    county: Unit,
    kind: str,
    month: Month,
    by: User,
    today: datetime.date,
    about: tuple[str, ...] = (),
    day: datetime.date | None = None,
) -> WorkingPaper:
    """A paper to be written on; ``day``: where its cut-off is one of the next month. Raises
    NotAllowed, DomainError for a kind that is not composed and for what it cannot be about."""
    how = kind_named(kind)
    if not rules.makes(by, how.kind, county):
        raise NotAllowed("只有发改局可以起草文稿")
    begun = replace(_begun(how, county, by, about), day=day.isoformat() if day else "")
    begun = begun_with(how, county, month, begun)
    with audited(by=by) as audit:
        paper = WorkingPaper.objects.create(
            county=county,
            kind=kind,
            as_of=begun.until or month.last_day,
            choices=begun.as_kept(),
            choices_shape=SHAPE,
            drafted_by=by,
            drafted_on=today,
        )
        audit.record(paper, "paper.begin", county=county, changes=made(paper))
    return paper


def _begun(
    kind: KindOfPaper, county: Unit, by: User | None, about: tuple[str, ...]
) -> PaperChoices:
    return kind.begun(county, about, about_words(kind, county, by, about))


def begun_with(kind: KindOfPaper, county: Unit, month: Month, begun: PaperChoices) -> PaperChoices:
    """What a paper begins with: the next steps of the last one before it that was about the same,
    with how their figures printed then, so that it is told which moved; without the lines of which
    a figure is not known of this cut-off."""
    last = last_before(county, kind.kind, month, begun.about)
    if last is None or Chapter.NEXT not in kind.chapters:
        return begun
    former = PaperChoices.read(last.choices)
    book = PaperBook(facts_by(county, month, begun))
    lines = former.written.get(Chapter.NEXT, "").splitlines()
    steps = "\n".join(line for line in lines if can_be_told(line, book))
    if not steps:
        return begun
    return replace(begun, written={Chapter.NEXT.value: steps}, seen=former.seen)


def write_paper(
    *,
    paper: WorkingPaper,
    written: Mapping[str, str],
    by: User,
    version: int,
    outfit: Outfit | None = None,
    chosen: Mapping[str, Any] | None = None,
) -> WorkingPaper:
    """``written``: text by the heading of its chapter; ``outfit``: in what it goes out, ``chosen``:
    what else of ``PaperChoices``, both as they were where none are given. Raises
    NotAllowed, DomainError for a figure that there is not, Stale, WrongState once it is issued."""
    if not rules.writes(by, paper.county):
        raise NotAllowed("只有发改局可以起草文稿")
    former = PaperChoices.read(paper.choices)
    choices = replace(former, outfit=outfit or former.outfit, **(chosen or {}))
    book = PaperBook(facts_by(paper.county, paper.month, choices))
    kept = {heading: text.strip() for heading, text in written.items() if text.strip()}
    seen = figures_in("\n".join(kept.values()), book)
    choices = replace(choices, written=kept, seen=seen)
    with audited(by=by) as audit:
        _write(audit, paper, "paper.write", version, choices=choices.as_kept())
    return paper


def word_sentence(
    *,
    paper: WorkingPaper,
    name: str,
    text: str | None,
    by: User,
    version: int,
    today: datetime.date,
) -> WorkingPaper:
    """Say a composed sentence (``reports.prose.own_sentences``) in one's own words; "" strikes it
    out, None takes one's own words back. Raises NotAllowed, DomainError for a figure that there is
    not, Stale, WrongState for a sentence that there is not and once the paper is issued."""
    if not rules.writes(by, paper.county):
        raise NotAllowed("只有发改局可以起草文稿")
    former, month = PaperChoices.read(paper.choices), paper.month
    own = dict(former.own)
    if text is None:
        if own.pop(name, None) is None:
            raise WrongState("这一句没有改过，不用恢复")
    else:
        composed, _ = previewed(paper.county, paper.kind, month, former, today)
        told = composed.document.sentences if composed else ()
        sentence = next((each for each in told if each.name == name), None)
        if sentence is None and name not in own:
            raise WrongState("这一句现在没有了，请看过后再改")
        text = within("".join(text.splitlines()), LONGEST_SENTENCE, "这一句", field="text")
        chapter = sentence.chapter if sentence else own[name].chapter
        seen = figures_in(text, PaperBook(facts_by(paper.county, month, former)))
        own[name] = OwnSentence(text, chapter, seen)
        if sentence is not None and text == sentence.words:
            del own[name]
    with audited(by=by) as audit:
        kept = replace(former, own=own).as_kept()
        _write(audit, paper, "paper.word", version, choices=kept)
    return paper


def issue_working_paper(
    *, paper: WorkingPaper, by: User, version: int, **registered: Any
) -> IssuedPaper:
    """``registered`` and what is raised: as ``issue_paper`` has them, and Stale where somebody
    wrote on it meanwhile, WrongState where it is issued already."""
    return issue_paper(
        county=paper.county,
        kind=paper.kind,
        month=paper.month,
        by=by,
        choices=PaperChoices.read(paper.choices),
        worked_on=(paper, version),
        **registered,
    )


def _write(audit: Trail, paper: WorkingPaper, action: str, version: int, **values: Any) -> None:
    unissued = Q(issued=None)
    county = paper.county
    if write(audit, paper, action, county=county, version=version, where=unissued, **values):
        return
    if paper.issued_id is not None:
        raise WrongState("文稿已登记印发，不能再改动")
    raise Stale("打开页面之后文稿又有改动，请看过后再保存")


def _refuse_withdrawal(withdrawn: IssuedPaper, county: Unit, reason: str) -> None:
    if withdrawn.county_id != county.pk:
        raise NotAllowed("没有这份公文")
    if not reason.strip():
        raise DomainError("请写明撤销的理由", field="reason")
    if withdrawn.later is not None:
        raise WrongState(f"这份公文已由{withdrawn.later}撤销")


def _written(
    composed: Composed, vessel: Vessel, progress: Progress
) -> dict[FileForm, tuple[bytes, str]]:
    paper, contents = composed.to_write(vessel), {}
    for done, (form, how) in enumerate(FORMS.items()):
        progress(done, len(FORMS))
        try:
            contents[form] = (how.write(paper), how.content_type)
        except TooLargeToPrint:
            # Nobody looks at a picture of thousands of lines; the paper goes out without it.
            if form is not FileForm.PICTURE:
                raise
    contents[FileForm.FIGURES] = (composed.figures.as_bytes(), "application/json")
    return contents


def _keep(paper: IssuedPaper, form: FileForm, content: bytes, content_type: str) -> IssuedFile:
    file = IssuedFile(paper=paper, form=form, content_type=content_type)
    file.keep(content)
    file.save(force_insert=True)
    return file
