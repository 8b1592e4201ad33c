"""The kinds of workbooks that come in, each registered by the room that understands it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from accounts.errors import DomainError
from accounts.models import Unit, User
from accounts.trail.audit import Trail
from workbooks.columns import Column
from workbooks.errors import UnreadableWorkbook
from workbooks.intake.previews import WorkbookPreview
from workbooks.intake.sent import Sent
from workbooks.meanings import UNIT_OF_MONEY, Meanings, may_be_constant
from workbooks.models import ColumnMeaning, Upload, UploadQuerySet, UploadSource
from workbooks.reading import Parsing
from workbooks.selectors import meanings_for
from workbooks.tables import Book, read_workbook

R = TypeVar("R")
K = TypeVar("K")
P = TypeVar("P", bound=WorkbookPreview[Any])
S = TypeVar("S", bound=UploadSource)


@dataclass(frozen=True)
class Addresses:
    """The names of a kind's addresses. ``door`` is where its files are sent; each other takes the
    upload's id."""

    door: str
    preview: str
    choose: str
    say: str
    take_as: str
    discard: str
    outcome: str
    marked: str
    undo: str
    original: str


class TableKind(ABC, Generic[R, K, P, S]):
    """What one kind of workbook says, what of it is known already, and how it is written.

    ``noun`` and ``door`` are what it is called and where it is uploaded. It is told from other
    kinds by its ``marks``, columns that it alone has among those who share a door's other columns;
    ``proof`` is a column that no table of another kind ever has. ``vocabulary`` are all columns
    that it may have.
    """

    key: str
    noun: str
    door: str
    vocabulary: tuple[Column, ...]
    marks: tuple[Column, ...]
    proof: Column | None = None
    addresses: Addresses
    preview_template: str
    outcome_template: str

    # --- Reading and comparing: nothing is written -----------------------------------------

    @abstractmethod
    def read(self, sent: Sent, parsing: Parsing | None = None) -> R:
        """What the workbook says. ``parsing`` is its content's where it was begun before. Raises
        UnreadableWorkbook."""

    @abstractmethod
    def known(self, sent: Sent) -> K:
        """What the county has already, as far as the workbook may speak of it."""

    @abstractmethod
    def compare(self, reading: R, known: K, sent: Sent) -> P:
        """What the workbook would change, row by row."""

    def meanings(self, sent: Sent) -> Meanings:
        """What was said of the columns of this file, and of those of its sender. One query."""
        choice = sent.choice
        unit = self.sender(sent)
        return meanings_for(sent.county, unit, self.key, choice.titles, choice.constants)

    def targets(self) -> dict[str, str]:
        """What a title may be said to mean: the columns' labels by their keys."""
        return {column.key: column.label for column in self.vocabulary}

    def constant_targets(self) -> dict[str, str]:
        """Of what one text may stand for every row."""
        labels = {c.key: c.label for c in self.vocabulary if may_be_constant(c)}
        return {UNIT_OF_MONEY: "金额单位", **labels}

    # --- Writing ---------------------------------------------------------------------------

    def hold(self, county: Unit) -> None:
        """Let other imports wait that could write the same; in the transaction, before what is
        known is read. Where constraints of the database answer instead, nothing is held."""

    @abstractmethod
    def write(self, preview: P, *, by: User | None, upload: Upload | None, audit: Trail) -> None:
        """Write the chosen rows, and where each came from in ``upload``."""

    @abstractmethod
    def reason(self, sent: Sent) -> str:
        """What the trail says of why the rows changed."""

    def sender(self, sent: Sent) -> Unit | None:
        """The unit that sends the file; None for the bureau."""
        return None

    # --- Taking back -----------------------------------------------------------------------

    @abstractmethod
    def sources_of(self, upload: Upload) -> "QuerySet[S]":
        """What the upload wrote and was not taken back, with what ``left_alone`` asks for."""

    @abstractmethod
    def left_alone(self, sources: Sequence[S]) -> Mapping[int, str]:
        """Of sources of one upload, those that undoing leaves alone, and why, by their ids: what
        the upload wrote was touched since, or something else rests on it."""

    @abstractmethod
    def put_back(self, sources: Sequence[S], *, audit: Trail, today: date) -> None:
        """Make everything as it was before the upload, on the day ``today``. Raises WrongState,
        Stale."""

    # --- Who may, and what they read -------------------------------------------------------

    def seen_by(self, user: User) -> UploadQuerySet:
        return Upload.objects.visible_to(user).filter(kind=self.key)

    @abstractmethod
    def may_send(self, user: User) -> bool:
        """Come to the door of the kind."""

    @abstractmethod
    def may_apply(self, user: User, upload: Upload) -> bool:
        """Choose from the upload, confirm it, or give it up."""

    @abstractmethod
    def may_undo(self, user: User, upload: Upload) -> bool:
        """Take back what the upload wrote."""

    @abstractmethod
    def sources_seen(self, upload: Upload, user: User) -> "QuerySet[S]":
        """What the upload wrote, as far as the user may see it, in the order of the file."""

    @abstractmethod
    def may_download(self, user: User, upload: Upload) -> bool:
        """Have the file as it came."""

    def beside(self, preview: P) -> dict[str, Any]:
        """What the page of a preview tells beside its rows, by the names of its template."""
        return {}

    def after(self, upload: Upload, user: User) -> dict[str, Any]:
        """What the page of an upload tells beside what it wrote, by the names of its template."""
        return {}

    @abstractmethod
    def about(self, upload: Upload) -> str:
        """What was chosen with the file, in words: 2019年7月."""

    @abstractmethod
    def applied_words(self, upload: Upload) -> str:
        """What an upload did that was applied a moment ago."""

    @abstractmethod
    def receive_address(self, upload: Upload) -> str:
        """The page on which a file like this one is uploaded."""


AnyKind = TableKind[Any, Any, Any, Any]

_registered: dict[str, AnyKind] = {}


def register(kind: AnyKind) -> None:
    _registered[kind.key] = kind


def kind_named(key: str) -> AnyKind:
    """Raises DomainError."""
    if key not in _registered:
        raise DomainError("系统升级后不再导入这种表，请联系系统管理员")
    return _registered[key]


def kind_of(row: Upload | ColumnMeaning) -> AnyKind:
    return _registered[row.kind]


class OtherKind(UnreadableWorkbook):
    """The workbook is of a kind that has a door of its own."""

    def __init__(self, kind: AnyKind, title: str) -> None:
        super().__init__(f"表头里有“{title}”，这像是{kind.noun}，请到{kind.door}上传。")
        self.kind = kind


def read_as(
    own: AnyKind, sent: Sent, vocabulary: Sequence[Column], parsing: Parsing | None = None
) -> Book:
    """The workbook by the titles of ``vocabulary``. Raises UnreadableWorkbook, OtherKind where it
    has the column that proves another kind."""
    proofs = {kind.proof.key: kind for kind in _others(own) if kind.proof}
    columns = [kind.proof for kind in proofs.values() if kind.proof]
    meanings = own.meanings(sent)
    book = read_workbook(
        sent.content,
        sent.name,
        (*vocabulary, *columns),
        extra_aliases=meanings.aliases,
        parsing=parsing,
        meanings=meanings,
    )
    for table in book.tables:
        for key, kind in proofs.items():
            if title := table.columns.get(key):
                raise OtherKind(kind, title.shown)
    return book


def refuse_other_kinds(own: AnyKind, sent: Sent, name: Column) -> None:
    """A second look at a workbook that cannot be read as ``own``; ``name`` is the column that
    tables of all kinds have. Raises OtherKind where the marks are another kind's."""
    kinds = list(_likeliest_first())
    marks = [mark for kind in kinds for mark in kind.marks]
    book = read_workbook(sent.content, sent.name, (name, *marks))
    titles = {key: cell.shown for table in book.tables for key, cell in table.columns.items()}
    for kind in kinds:
        told = [titles[mark.key] for mark in kind.marks if mark.key in titles]
        if told and kind is own:
            return
        if told:
            raise OtherKind(kind, told[0])


def _others(own: AnyKind) -> Iterable[AnyKind]:
    return (kind for kind in _likeliest_first() if kind is not own)


def _likeliest_first() -> Iterable[AnyKind]:
    """The last registered first: the tables of a higher room repeat the columns of lower ones."""
    return reversed(_registered.values())
