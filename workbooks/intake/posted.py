"""What a page of a preview sent: ticks, answers, reasons, and what columns mean."""

from typing import Any

from accounts.errors import DomainError
from accounts.limits import within
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from workbooks.intake.saying import Said

REASON, LONGEST_REASON = "reason:", 2000
LONGEST_ROW_KEY = 400
NEITHER = "none"
"""What the form says of an unknown name that means none of what was proposed."""

_NO_PAGE_OF_OURS = "页面内容没有完整收到，没有保存，请重新打开这个预览再选"


def said(request: SignedInRequest) -> Said:
    """What the person changed of the meanings that the page showed."""
    sent = request.POST
    rows = zip(
        sent.getlist("wording"),
        sent.getlist("title"),
        sent.getlist("seen"),
        sent.getlist("target"),
        strict=False,
    )
    changed = {wording: (title, new) for wording, title, seen, new in rows if seen != new}
    target, text = sent.get("constant_target", ""), sent.get("constant", "").strip()
    return Said(
        titles={wording: new for wording, (_, new) in changed.items()},
        names={wording: title for wording, (title, _) in changed.items()},
        constants={target: text} if target else {},
    )


def chosen(request: SignedInRequest) -> dict[str, Any]:
    """What a page was filled in with. Raises DomainError for what no page of ours says."""
    return {
        "shown": [_row_key(key) for key in request.POST.getlist("shown")],
        "ticked": request.POST.getlist("row"),
        "answers": _answers(request),
        "reasons": _reasons(request),
    }


def _reasons(request: SignedInRequest) -> dict[str, str]:
    """The reasons that the page gave for checks, by the key of their row. Raises DomainError for
    one that does not fit."""
    return {
        _row_key(name.removeprefix(REASON)): within(value, LONGEST_REASON, "情况说明")
        for name, value in request.POST.items()
        if name.startswith(REASON) and isinstance(value, str)
    }


def _answers(request: SignedInRequest) -> dict[str, int | None]:
    """What the page answered of unknown names, by the key of their row."""
    answers: dict[str, int | None] = {}
    for name, value in request.POST.items():
        kind, _, key = name.partition(":")
        if kind != "match" or not isinstance(value, str):
            continue
        if value == NEITHER:
            answers[_row_key(key)] = None
        elif value:
            meant = whole_number(value)
            if meant is None:
                raise DomainError(_NO_PAGE_OF_OURS)
            answers[_row_key(key)] = meant
    return answers


def _row_key(key: str) -> str:
    """The key of a row as a page sends it back, blanks in the name of its sheet and all."""
    if "\x00" in key or len(key) > LONGEST_ROW_KEY:
        raise DomainError(_NO_PAGE_OF_OURS)
    return key
