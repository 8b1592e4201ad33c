"""Addresses that a script of ours asks, and which answer in JSON whatever happens.

``fetch`` follows a redirect to the sign-in page and takes its 200 for success. So an address with
``answers_json`` is never answered with a redirect or a page, by no middleware either: 401 says that
nobody is signed in (or that the password is to be changed first), 403 that the form's token is
stale, 404 that there is no such thing for this person, each with ``error`` and ``message``.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve

from accounts.errors import DomainError, NotAllowed, Stale, WrongState

View = TypeVar("View", bound=Callable[..., HttpResponse])

SIGN_IN = ("sign-in", "登录已过期，请重新登录。")
PASSWORD = ("password", "请先修改密码。")
TOKEN = ("token", "页面的令牌已过期。")
GONE = ("gone", "没有这个内容，或您无权查看。")
FAULT = ("fault", "请求无法识别。")
METHOD = ("method", "这个地址不接受这样的请求。")
SPACE = ("space", "服务器磁盘空间不足，没有保存，请联系系统管理员。")
SERVER = ("server", "服务器出错，请稍后再试。")


def answers_json(view: View) -> View:
    """Mark a view as one that is asked by a script of ours."""
    view.answers_json = True  # type: ignore[attr-defined]
    return view


def is_asked_by_script(request: HttpRequest) -> bool:
    """Whether the request goes to such a view, also before the view is known."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return False
    return getattr(match.func, "answers_json", False)


def refused(status: int, error: tuple[str, str]) -> JsonResponse:
    name, message = error
    return JsonResponse({"error": name, "message": message}, status=status)


def done_or_refused(act: Callable[[], JsonResponse]) -> JsonResponse:
    """What ``act`` answers; 409 where it came too late, 400 for a fault, both with the sentence.
    Raises Http404 for what is not this person's to do."""
    try:
        return act()
    except NotAllowed as error:
        raise Http404 from error
    except DomainError as error:
        name = "late" if isinstance(error, Stale | WrongState) else "fault"
        answer: dict[str, Any] = {"error": name, "message": error.message}
        return JsonResponse(answer, status=error.status)
