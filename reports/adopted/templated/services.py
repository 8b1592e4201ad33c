"""Write on the template of an adopted document, and go back to an older version of it."""

import datetime

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import User
from accounts.trail.audit import audited
from accounts.trail.claims import claim
from accounts.trail.facts import changed_since, facts_of, made
from documents.templating.lines import plain
from documents.templating.rendering import LONGEST_TEMPLATE
from measures.months import Month
from reports.adopted.models import AdoptedDocument
from reports.adopted.rules import adopts
from reports.adopted.services import CHANGED_MEANWHILE, ONLY_THE_BUREAU
from reports.adopted.templated.filling import begun_from, said_at
from reports.adopted.templated.models import DocumentTemplate, kept_origins
from reports.adopted.templated.origins import Origins, carried
from reports.adopted.templated.selectors import template_numbered

NOTHING_WRITTEN = "模板和现在的一样，没有要保存的改动"


def write_template(
    *, document: AdoptedDocument, text: str, by: User, version: int, now: datetime.datetime
) -> DocumentTemplate:
    """A new version, which is rendered at the document's own cut-off first. Raises NotAllowed,
    WrongState while figures wait for an answer, TemplateFaulty, DomainError where nothing was
    changed, Stale."""
    _require_open(document, by)
    text = plain(text.replace("\r\n", "\n"))
    if len(text) > LONGEST_TEMPLATE:
        raise DomainError(f"模板最多{LONGEST_TEMPLATE}字，现有{len(text)}个，请缩短", field="text")
    former = DocumentTemplate.objects.of(document).first()
    before, origins = (former.text, former.lines) if former else begun_from(document)
    if former is not None and text == before:
        raise DomainError(NOTHING_WRITTEN, field="text")
    said_at(document, text, Month.of(document.as_of))
    return _added(
        document, "adopted.template", text, carried(text, before, origins), by, version, now
    )


def restore_template(
    *, document: AdoptedDocument, number: int, by: User, version: int, now: datetime.datetime
) -> DocumentTemplate:
    """The text of an older version becomes the newest. Raises NotAllowed, WrongState where it is
    the newest or there is none, Stale."""
    _require_open(document, by)
    older = template_numbered(document, number)
    newest = DocumentTemplate.objects.of(document).first()
    if older is None or older == newest:
        raise WrongState(f"第{number}版就是现在用的")
    return _added(document, "adopted.restore", older.text, older.lines, by, version, now)


def _require_open(document: AdoptedDocument, by: User) -> None:
    if not adopts(by, document.county):
        raise NotAllowed(ONLY_THE_BUREAU)
    waiting = document.figures.filter(is_settled=False).count()
    if waiting:
        raise WrongState(f"文稿里还有{waiting}个数字没有确认，请先确认")


def _added(
    document: AdoptedDocument,
    action: str,
    text: str,
    origins: Origins,
    by: User,
    version: int,
    now: datetime.datetime,
) -> DocumentTemplate:
    with audited(by=by) as audit:
        before = facts_of(document)
        if not claim(document, version=version, is_withdrawn=False):
            raise Stale(CHANGED_MEANWHILE)
        number = DocumentTemplate.objects.of(document).count() + 1
        template = DocumentTemplate.objects.create(
            document=document,
            number=number,
            text=text,
            origins=kept_origins(origins),
            written_by=by,
            written_at=now,
        )
        audit.record(
            document,
            action,
            county=document.county,
            changes=changed_since(before, document),
            rows=[(template, made(template))],
        )
    return template
