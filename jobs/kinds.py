"""The kinds of work that can be done in the background. A higher room registers its own::

    @dataclass(frozen=True)
    class YearAsked:
        year: int
        list_key: str

    kinds.register(
        JobKind(
            key="reports.year_of_months",
            right="document.download",
            asked=YearAsked,
            shape=1,
            title=lambda asked: f"{asked.year}年各月汇总表",
            work=make_year_of_months,
        )
    )

``work`` may be called again from its beginning, after a process was killed in the midst of it. So
it changes nothing itself: it returns an ``JobOutcome``, and what that changes is done once, in the
transaction in which the job is done.

A file that a page hands out needs no kind of its own where it is large (``jobs.addresses``).
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from accounts.errors import DomainError
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import Trail

Asked = TypeVar("Asked")

SECONDS = 600
"""How long one attempt may take where a kind says nothing else."""


class UnknownKind(DomainError):
    """A job that this version of the product cannot do."""


class Progress(Protocol):
    def __call__(self, done: int, of: int) -> None: ...


def quietly(done: int, of: int) -> None:
    """The progress of what is done while a person waits."""


@dataclass(frozen=True)
class Work(Generic[Asked]):
    """What a kind is given: what is ``asked``, for which county, ``by`` whom, on which day, and the
    file that was sent with it. It may tell its ``progress`` as often as it likes."""

    asked: Asked
    county: Unit
    by: User
    today: datetime.date
    progress: Progress
    content: bytes = b""


@dataclass(frozen=True)
class MadeFile:
    """``content`` comes in pieces where it never stands in memory as a whole."""

    content: bytes | Iterable[bytes]
    name: str
    content_type: str


@dataclass(frozen=True)
class JobOutcome:
    """``words`` say what came of it, as a sentence without a stop. ``effect`` changes rows; a
    DomainError that it raises fails the job, and nothing of it stays. The address that it returns
    is where the person goes on."""

    words: str
    file: MadeFile | None = None
    effect: Callable[[Trail], str | None] | None = None


def open_to_all(_user: User, _asked: Any) -> bool:
    """Of a kind whose right says all about who may."""
    return True


def no_way_back(_asked: Any) -> str:
    return ""


@dataclass(frozen=True)
class JobKind(Generic[Asked]):
    """``asked`` is a dataclass of plain values, as JSON keeps them; ``shape`` is counted up
    when one of them comes to mean something else. ``right`` is asked of the county when the job is
    asked for, when it runs, and when its file is fetched; "" where ``sees``, which is asked beside
    it whether a person may have what is ``asked``, says all. ``back`` is the address of the page
    where one asks for it; ``doing`` is what its own page says while it is at work."""

    key: str
    right: str
    asked: type[Asked]
    shape: int
    title: Callable[[Asked], str]
    work: Callable[[Work[Asked]], JobOutcome]
    seconds: int = SECONDS
    sees: Callable[[User, Asked], bool] = open_to_all
    back: Callable[[Asked], str] = no_way_back
    doing: str = "正在办理，办成后本页自动更新"

    def read(self, kept: dict[str, Any], shape: int) -> Asked:
        """Raises UnknownKind for what an earlier version of the product kept in another shape."""
        if shape != self.shape:
            raise UnknownKind("系统升级后，这项任务的要求变了，请重新提交")
        return self.asked(**kept)

    def is_open_to(self, user: User, county: Unit, asked: Asked) -> bool:
        """Whether they may have it done, and have what it made."""
        if self.right and not may(user, self.right, county):
            return False
        return self.sees(user, asked)


_registered: dict[str, JobKind[Any]] = {}


def register(kind: JobKind[Any]) -> None:
    _registered[kind.key] = kind


def kind_called(key: str) -> JobKind[Any]:
    """Raises UnknownKind."""
    if key not in _registered:
        raise UnknownKind("系统升级后不再办理这种任务，请联系系统管理员")
    return _registered[key]
