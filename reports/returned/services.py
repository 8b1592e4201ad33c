"""Take back a paper that was edited outside."""

import datetime

from accounts.errors import DomainError, NotAllowed
from accounts.limits import within
from accounts.models import User
from accounts.trail.audit import audited
from accounts.trail.facts import made
from documents.incoming.opening import read_word
from reports.checking.texts import UnreadableText, require_bearable
from reports.papers.models import IssuedPaper, WorkingPaper
from reports.papers.rules import writes
from reports.returned.models import LONGEST_NAME, AnyPaper, ReturnedPaper


def take_back(
    *, paper: AnyPaper, content: bytes, name: str, by: User | None, today: datetime.date
) -> ReturnedPaper:
    """Keep the file. ``by`` None is the system's own operator. The file is read before the
    transaction begins. Raises NotAllowed, UnreadableWord, DomainError for one of more text than is
    read at once."""
    if not writes(by, paper.county):
        raise NotAllowed("只有发改局可以收回文稿")
    file = read_word(content, name)
    try:
        require_bearable(file.text, f"文件“{name}”")
    except UnreadableText as error:
        raise DomainError(str(error), field="file") from error
    returned = ReturnedPaper(
        county=paper.county,
        issued=paper if isinstance(paper, IssuedPaper) else None,
        working=paper if isinstance(paper, WorkingPaper) else None,
        name=within(name, LONGEST_NAME, "文件名", field="file"),
        returned_by=by,
        returned_on=today,
    )
    with audited(by=by) as audit:
        returned.keep(content, "paper.docx")
        returned.save(force_insert=True)
        audit.record(returned, "returned.take_back", county=paper.county, changes=made(returned))
    return returned
