"""A paper as it would be issued now: its text, its files, its figures, and what they know of."""

import datetime
import hashlib
import inspect
from dataclasses import dataclass, replace
from pathlib import Path

from accounts.errors import DomainError, WrongState
from accounts.models import AuditHead, Unit
from accounts.trail.moments import one_moment
from documents.paragraphs import Document, Paragraph, Style
from documents.runs import Run
from documents.vessels import Vessel
from figures.facts import Facts, load_facts
from figures.issuing import as_by_command
from figures.reckoning import PACES
from measures.months import Month
from measures.parts import PartsDoNotAddUp
from reports.outside.book import PaperBook
from reports.papers.choices import PaperChoices
from reports.papers.files import ToWrite
from reports.papers.frozen import FrozenFigures, freeze
from reports.papers.kinds import KindOfPaper, ToCompose, kind_named
from reports.papers.outfit import as_it_goes_out
from reports.papers.writing import with_figures
from reports.prose import summary
from reports.prose.sentences.notes import reckoning_sentence


@dataclass(frozen=True)
class Composed:
    """``known_at`` and ``known_hash`` are the end of the trail as the figures were read."""

    kind: KindOfPaper
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
        return ToWrite(
            self.document,
            self.book,
            self.choices.for_prose(),
            vessel,
            is_of_county=self.kind.is_of_county,
        )


def compose(
    county: Unit, kind: str, month: Month, choices: PaperChoices, today: datetime.date
) -> Composed:
    """Raises DomainError for a kind that cannot be composed, a month without lists where the kind
    needs some, and as the kind does; WrongState where parts do not make their whole."""
    how = kind_named(kind)
    if how.about and not choices.about:
        raise DomainError(f"请选择{how.about.label}", field="about")
    with one_moment():
        head = AuditHead.objects.filter(pk=1).first() or AuditHead()
        facts = facts_by(county, month, choices)
        if how.needs_lists and not facts.rows:
            raise DomainError(f"截至{month.label}底没有列入计划的项目，不能成文", field="month")
        if choices.counts_by_command:
            facts = as_by_command(facts)
        try:
            book = PaperBook(facts)
            document = how.compose(ToCompose(book, choices, today))
            document = with_figures(document, book, choices.decimals)
            document = with_reckoning(document, book)
            document = as_it_goes_out(document, county, kind, choices)
            figures = freeze(document, book)
        except PartsDoNotAddUp as error:
            raise WrongState(f"分项与合计不符，不能成文：{error}") from error
    return Composed(how, document, figures, book, choices, head.count, head.last_hash)


def facts_by(county: Unit, month: Month, choices: PaperChoices) -> Facts:
    """By the numbers and the pace that were chosen. Raises DomainError where one of the lists that
    are told has no rule of this kind."""
    facts = load_facts(county, month, day=choices.until, reckoning=choices.reckoning)
    told = choices.lists or [plan.key for plan in facts.plans]
    if without := [plan.key for plan in facts.plans if plan.key in {*told} - {*facts.keys}]:
        kind = PACES[choices.pace].label
        raise DomainError(
            f"{'、'.join(without)}没有设定“{kind}”的进度规则，请先在“进度规则”里设定（可以仅供选用）",
            field="pace",
        )
    return facts


def with_reckoning(document: Document, book: PaperBook) -> Document:
    """With a last paragraph that says by whose numbers and which pace it is, where these are not
    the usual ones."""
    told = reckoning_sentence(book)
    if not told:
        return document
    note = Paragraph(Style.BODY, (Run(f"注：本文{told}。"),))
    return replace(document, blocks=(*document.blocks, note))


def template_digest(kind: str) -> str:
    """SHA-256 over the sources of the prose and of what composes papers of the kind, by which it
    can be told whether two papers were composed by the same text."""
    found = hashlib.sha256()
    own = Path(inspect.getfile(kind_named(kind).compose)).parent
    for folder in dict.fromkeys((Path(summary.__file__).parent, own)):
        for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.j2"))):
            found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def previewed(
    county: Unit, kind: str, month: Month, choices: PaperChoices, today: datetime.date
) -> tuple[Composed | None, str]:
    """The paper for a page, or the sentence that says why there is none."""
    try:
        return compose(county, kind, month, choices, today), ""
    except DomainError as error:
        return None, error.message
