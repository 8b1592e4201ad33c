"""The sentences of a paper that is worked on, each as a page shows it to be worded anew."""

from collections.abc import Iterator
from typing import NamedTuple

from figures.facts import load_facts
from reports.outside.book import PaperBook
from reports.papers.choices import PaperChoices
from reports.papers.composing import Composed
from reports.papers.forms import SentenceForm
from reports.papers.models import WorkingPaper
from reports.papers.writing import Moved, as_printed, moved_in
from reports.prose.choices import OwnSentence


class SentenceLine(NamedTuple):
    """``text`` is what stands in the paper, ``composed`` what was composed, "" where there is
    nothing to say any more. ``own`` is None of one that nobody worded."""

    name: str
    chapter: str
    text: str
    composed: str
    own: OwnSentence | None
    moved: list[Moved]
    form: SentenceForm

    @property
    def is_struck_out(self) -> bool:
        return self.own is not None and not self.own.text

    @property
    def is_gone(self) -> bool:
        return self.own is not None and not self.composed

    @property
    def is_open(self) -> bool:
        """Where something of it is to be seen at once: refused, moved, or gone."""
        return bool(self.form.is_bound or self.moved or self.is_gone)


def sentences_of(
    paper: WorkingPaper, composed: Composed | None, refused: SentenceForm | None
) -> list[SentenceLine]:
    """In the order of the paper, at last those of which nothing was composed. ``refused`` is what
    was typed into one of them."""
    own = PaperChoices.read(paper.choices).own
    told = composed.document.sentences if composed else ()
    if not told and not own:
        return []
    book = composed.book if composed else _book_of(paper)
    found = [(each.name, each.chapter, each.text, each.words) for each in told]
    left = own.keys() - {name for name, *_ in found}
    found += [(name, own[name].chapter, "", "") for name in sorted(left)]
    return list(_lines(found, dict(own), book, refused))


def _lines(
    found: list[tuple[str, str, str, str]],
    own: dict[str, OwnSentence],
    book: PaperBook,
    refused: SentenceForm | None,
) -> Iterator[SentenceLine]:
    for number, (name, chapter, text, words) in enumerate(found):
        mine = own.get(name)
        form = SentenceForm(
            initial={"name": name, "text": mine.text if mine else words},
            auto_id=f"sentence-{number}-%s",
        )
        if refused is not None and refused.data.get("name") == name:
            form = refused
        stands = as_printed(mine.text, book) if mine else text
        moved = list(moved_in([mine.text], mine.seen, book)) if mine else []
        yield SentenceLine(name, chapter, stands, text, mine, moved, form)


def _book_of(paper: WorkingPaper) -> PaperBook:
    choices = PaperChoices.read(paper.choices)
    return PaperBook(
        load_facts(paper.county, paper.month, day=choices.until, reckoning=choices.reckoning)
    )
