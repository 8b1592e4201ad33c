"""Files that pages hand out: made at once where they are small, else in the background, by the same
view and under the same right.

What is asked for in the background is the address itself::

    def _of_rows(request, month, key) -> LargeFile:
        page = _page(request, _book(request, month, key), key)
        return LargeFile(title=f"{month} {key}", county=…, rows=len(page.rows), page=…)

    @in_background(_of_rows, above=ROWS_AT_ONCE)
    def rows_export(request, month, key) -> HttpResponse: …

The view asks who may, and raises Http404 for who may not, as any does; so does what tells of the
file, which is asked again when the file is fetched.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import unquote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from accounts.errors import DomainError
from accounts.models import Unit, User
from accounts.pages.signed_in import SignedInRequest
from jobs.kinds import JobKind, JobOutcome, MadeFile, Work
from jobs.services import ask_job

P = ParamSpec("P")

GONE = "这个文件现在不能制作：数据已有变动，或您已没有查看的权限，请回到原来的页面看看"


@dataclass(frozen=True)
class LargeFile:
    """What a file would be, before it is made: how it is called, of which ``county``, of how many
    ``rows`` at most, and the address of the ``page`` that offers it."""

    title: str
    county: Unit
    rows: int
    page: str


@dataclass(frozen=True)
class AddressAsked:
    """``page`` as ``LargeFile`` has it."""

    address: str
    title: str
    page: str


Told = Callable[Concatenate[SignedInRequest, P], LargeFile]
Made = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def in_background(told: Told[P], *, above: int) -> Callable[[Made[P]], Made[P]]:
    """Let the file be made in the background where it has more rows than are made at once."""

    def decorated(made: Made[P]) -> Made[P]:
        @wraps(made)
        def view(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            file = told(request, *args, **kwargs)
            if file.rows <= above:
                return made(request, *args, **kwargs)
            address = request.get_full_path()
            job = ask_job(
                kind=FILE_AT_ADDRESS,
                asked=AddressAsked(address, file.title, file.page),
                county=file.county,
                by=request.user,
            )
            messages.info(
                request, f"“{file.title}”约有{file.rows}行，在后台制作，制成后在本页下载。"
            )
            return redirect("jobs:job", job.pk)

        view.told, view.made = told, made  # type: ignore[attr-defined]
        return cast(Made[P], view)

    return decorated


def make(work: Work[AddressAsked]) -> JobOutcome:
    """Raises DomainError where the view refuses, or shows a page instead of a file."""
    view, request, kwargs = _found(work.asked.address, work.by)
    try:
        answer = view.made(request, **kwargs)
    except Http404 as error:
        raise DomainError(GONE) from error
    name = _name_in(answer)
    if answer.status_code != 200 or not name:
        raise DomainError(getattr(answer, "sentence", GONE))
    return JobOutcome("已制成", MadeFile(_content_of(answer), name, answer.headers["Content-Type"]))


def may_see(user: User, asked: AddressAsked) -> bool:
    """Whether the address tells them of the file."""
    try:
        view, request, kwargs = _found(asked.address, user)
        view.told(request, **kwargs)
    except (Http404, DomainError):
        return False
    return True


FILE_AT_ADDRESS = JobKind(
    key="jobs.file_at_address",
    right="",
    asked=AddressAsked,
    shape=1,
    title=lambda asked: asked.title,
    work=make,
    sees=may_see,
    back=lambda asked: asked.page,
)


def _found(address: str, user: User) -> tuple[Any, SignedInRequest, dict[str, Any]]:
    """The view at the address, and what it is called with. Raises DomainError for an address that
    this version of the product does not have."""
    path, _, query = address.partition("?")
    try:
        match = resolve(unquote(path))
    except Resolver404 as error:
        raise DomainError(GONE) from error
    if not hasattr(match.func, "told"):
        raise DomainError(GONE)
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, unquote(path)
    request.GET = QueryDict(query)
    request.user, request.resolver_match = user, match
    return match.func, cast(SignedInRequest, request), match.kwargs


def _name_in(answer: HttpResponseBase) -> str:
    """As ``files.responses.attachment`` was told; "" of a page."""
    return str(getattr(answer, "file_name", ""))


def _content_of(answer: HttpResponseBase) -> bytes | Iterable[bytes]:
    if isinstance(answer, StreamingHttpResponse):
        return cast(Iterable[bytes], answer.streaming_content)
    return cast(HttpResponse, answer).content
