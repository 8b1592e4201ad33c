"""A paper as it would be issued now: its text, its files, its figures, and what they know of."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from accounts.errors import DomainError, WrongState
from accounts.models import AuditHead, Unit
from accounts.trail.moments import one_moment
from documents.paragraphs import Document
from documents.vessels import Vessel
from figures.facts import load_facts
from figures.issuing import as_by_command
from measures.months import Month
from measures.parts import PartsDoNotAddUp
from reports.outside.book import PaperBook
from reports.papers.choices import PaperChoices
from reports.papers.files import ToWrite
from reports.papers.frozen import FrozenFigures, freeze
from reports.papers.models import COMPOSED, PaperKind
from reports.papers.outfit import as_it_goes_out
from reports.papers.writing import with_figures
from reports.prose import summary


@dataclass(frozen=True)
class Composed:
    """``known_at`` and ``known_hash`` are the end of the trail as the figures were read."""

    document: Document
    figures: FrozenFigures
    book: PaperBook
    choices: PaperChoices
    known_at: int
    known_hash: str

    @property
    def digest(self) -> str:
        """What a person has read, in a word: no other text is issued."""
        return hashlib.sha256(self.document.text.encode()).hexdigest()

    def to_write(self, vessel: Vessel) -> ToWrite:
        return ToWrite(self.document, self.book, self.choices.for_prose(), vessel)


def compose(county: Unit, kind: str, month: Month, choices: PaperChoices) -> Composed:
    """Raises DomainError for a kind that cannot be composed yet or a month without lists,
    WrongState where parts do not make their whole."""
    require_composed(kind)
    with one_moment():
        head = AuditHead.objects.filter(pk=1).first() or AuditHead()
        facts = load_facts(county, month)
        if not facts.rows:
            raise DomainError(f"截至{month.label}底没有列入计划的项目，不能成文", field="month")
        if choices.counts_by_command:
            facts = as_by_command(facts)
        try:
            document = summary.compose_summary(
                facts, issuer=choices.issuer, choices=choices.for_prose(), template=kind
            )
            book = PaperBook(facts)
            document = with_figures(document, book)
            document = as_it_goes_out(document, county, kind, choices)
            figures = freeze(document, book)
        except PartsDoNotAddUp as error:
            raise WrongState(f"分项与合计不符，不能成文：{error}") from error
    return Composed(document, figures, book, choices, head.count, head.last_hash)


def require_composed(kind: str) -> None:
    if kind not in COMPOSED:
        label = PaperKind(kind).label
        known = "、".join(each.label for each in COMPOSED)
        raise DomainError(f"{label}还不能成文，目前可以印发的有：{known}", field="kind")


def template_digest() -> str:
    """SHA-256 over the sources of the prose, by which it can be told whether two papers were
    composed by the same text."""
    found = hashlib.sha256()
    folder = Path(summary.__file__).parent
    for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.j2"))):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def previewed(
    county: Unit, kind: str, month: Month, choices: PaperChoices
) -> tuple[Composed | None, str]:
    """The paper for a page, or the sentence that says why there is none."""
    try:
        return compose(county, kind, month, choices), ""
    except DomainError as error:
        return None, error.message
