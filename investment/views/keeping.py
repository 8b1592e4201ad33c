"""What the page of a sheet says to the server while somebody types, and when they send it. All of
it in JSON, whatever happens (``accounts.pages.json_answers``)."""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.json_answers import answers_json, done_or_refused, refused
from accounts.pages.signed_in import SignedInRequest
from accounts.people.wording import said
from investment import services
from investment.models import Hand, ReportingPeriod
from investment.returns import HOW, untouched_words
from investment.selectors.deadlines import open_until
from investment.selectors.typing import Place
from investment.services.typed_sheets import Taken
from investment.services.typing import Kept
from investment.typed import (
    LONGEST_TYPED,
    Conflict,
    Fault,
    TypedText,
    is_column,
    is_storable,
    unfit,
)
from investment.views.scope import moment_sent, period_of, unit_keyed_for, unit_reported
from measures.months import Month
from projects.naming import shortened_list

MOST_CELLS = 5000
LARGEST_NUMBER = 2**53 - 1
LONGEST_KEY = 18
OTHER_PERSON = ("person", "本页是另一位用户打开的，没有保存；请刷新页面。")


@answers_json
@never_cache
@require_http_methods(["GET", "POST"])
def keep(request: SignedInRequest, unit_id: int, month: Month) -> JsonResponse:
    """GET gives a fresh token; POST keeps cells and answers the numbers of those that are safe, and
    keeps no longer what is ``dropped``."""
    return _keep(request, unit_reported(request, unit_id), month, Hand.UNIT)


@answers_json
@never_cache
@require_http_methods(["GET", "POST"])
def keep_keyed(request: SignedInRequest, unit_id: int, month: Month) -> JsonResponse:
    """The same of 代填."""
    return _keep(request, unit_keyed_for(request, unit_id), month, Hand.BUREAU)


def _keep(request: SignedInRequest, unit: Unit, month: Month, hand: Hand) -> JsonResponse:
    if request.method == "GET":
        return JsonResponse({"token": get_token(request), "person": request.user.pk})
    period = period_of(request, unit.own_county, month)
    sent = _read(request)
    if sent["person"] != request.user.pk:
        return refused(401, OTHER_PERSON)
    cells, faults = _cells(sent)
    dropped = _dropped(sent)

    def act() -> JsonResponse:
        if dropped:
            client, shown = _text(sent, "client", 20), _moment(sent)
            services.drop_typed(
                unit=unit,
                period=period,
                places=dropped,
                by=request.user,
                client=client,
                shown=shown,
                hand=hand,
            )
        kept = services.keep_typed(
            unit=unit, period=period, cells=cells, by=request.user, hand=hand
        )
        return _kept(kept, faults, _closed(unit, period, hand))

    return done_or_refused(act)


@answers_json
@never_cache
@require_POST
def send(request: SignedInRequest, unit_id: int, month: Month) -> JsonResponse:
    """保存草稿 and 保存并报送 of a page with a script: the last cells, and what is kept already.
    What came of it is told on the page that the script opens next."""
    unit = unit_reported(request, unit_id)
    period = period_of(request, unit.own_county, month)
    sent = _read(request)
    if sent["person"] != request.user.pk:
        return refused(401, OTHER_PERSON)
    cells, unkept = _cells(sent)
    shown, sends = _moment(sent), sent.get("submit") is True

    def act() -> JsonResponse:
        taken = services.send_typed(
            unit=unit,
            period=period,
            cells=cells,
            client=_text(sent, "client", 20),
            shown=shown,
            seen=_versions(sent),
            sends=sends and not unkept,
            by=request.user,
            today=clock.today(),
        )
        taken = replace(taken, faults=[*taken.faults, *unkept])
        _tell(request, taken, sends)
        return _taken(taken, reverse("investment:entry", args=[unit.pk, month]))

    return done_or_refused(act)


def forget_saved(
    request: SignedInRequest,
    unit: Unit,
    period: ReportingPeriod,
    project_ids: Iterable[int],
    hand: Hand,
) -> None:
    """What was kept while it was typed is saved now by a whole form, as far as that page knew of
    it."""
    shown = moment_sent(request.POST.get("shown", ""))
    if shown is not None:
        services.forget_typed(
            unit=unit,
            period=period,
            project_ids=project_ids,
            by=request.user,
            client=request.POST.get("client", ""),
            shown=shown,
            hand=hand,
        )


# --- What is answered ----------------------------------------------------------------------


def _kept(kept: Kept, faults: Sequence[Fault], closed: str) -> JsonResponse:
    answer = {
        "kept": kept.numbers,
        "at": _clock_time(kept.at),
        "conflicts": [_conflict(conflict) for conflict in kept.conflicts],
        "faults": [_fault(fault) for fault in faults],
        "closed": closed,
    }
    return JsonResponse(answer, status=409 if kept.conflicts else 400 if faults else 200)


def _taken(taken: Taken, to: str) -> JsonResponse:
    answer = {
        "kept": list(taken.numbers),
        "saved": taken.saved,
        "sent": taken.sent,
        "at": _clock_time(clock.now()),
        "conflicts": [_conflict(conflict) for conflict in taken.conflicts],
        "faults": [_fault(fault) for fault in taken.faults],
        "to": to,
    }
    if taken.conflicts:
        return JsonResponse(answer, status=409)
    return JsonResponse(answer, status=400 if taken.faults or taken.failed else 200)


def _fault(fault: Fault) -> dict[str, Any]:
    cell = fault.typed
    facts = {"project": cell.project_id, "field": cell.field, "number": cell.number}
    return {**facts, "message": fault.sentence}


def _conflict(conflict: Conflict) -> dict[str, Any]:
    cell = conflict.typed
    return {
        "project": cell.project_id,
        "field": cell.field,
        "number": cell.number,
        "mine": cell.text,
        "now": conflict.now,
        "version": conflict.version,
        "who": conflict.who,
        "at": _day_and_time(conflict.at),
        "own": conflict.is_own,
        "sent": conflict.is_sent,
        "mark": conflict.mark,
    }


def _closed(unit: Unit, period: ReportingPeriod, hand: Hand) -> str:
    """Why nothing of the sheet can be sent by now; empty where it can."""
    if period.is_open:
        return ""
    if hand is Hand.BUREAU:
        return f"{period.label}填报期已关闭，所填内容已保存，但不能代填"
    if open_until(period, unit, clock.today()) is not None:
        return ""
    told = f"{period.label}填报期已关闭，所填内容已保存，但不能报送，请联系发改局"
    return said(told, period.county)


def _tell(request: SignedInRequest, taken: Taken, sends: bool) -> None:
    if taken.sent:
        messages.success(request, f"已报送 {taken.sent} 个项目。")
    elif taken.saved and (taken.faults or not sends):
        messages.success(request, f"已保存 {taken.saved} 个项目的草稿。")
    unsent = "还没有报送：" if sends and not taken.sent else ""
    if taken.conflicts:
        count = len(taken.conflicts)
        messages.warning(
            request, f"{unsent}有 {count} 格他人已改动，没有写入，请在下面逐格选择以谁的为准。"
        )
    if taken.faults:
        count = len(taken.faults)
        messages.error(request, f"{unsent}有 {count} 处填写有误，没有写入，请改正标红的格子。")
    if taken.failed:
        count = sum(len(found) for found in taken.failed.results.values())
        messages.error(
            request,
            f"草稿已保存，{unsent}有 {count} 处请改正，或在“情况说明”写明原因，见标出的格子。",
        )
    if taken.left:
        names = shortened_list([f"“{entry.project.name}”" for entry in taken.left], most=5)
        messages.warning(
            request, f"{names}在您打开页面之后由他人改过，没有随本次报送；请核对后再报送。"
        )
    if taken.unanswered:
        messages.warning(request, f"{untouched_words(taken.unanswered)}，没有随本次报送：{HOW}。")
    nothing = not (taken.saved or taken.sent or taken.conflicts or taken.faults or taken.failed)
    if nothing and not taken.unanswered:
        said = "还没有填任何项目，没有可报送的。" if sends else "没有改动。"
        messages.info(request, said)


def _clock_time(at: datetime.datetime | None) -> str:
    return timezone.localtime(at).strftime("%H:%M") if at else ""


def _day_and_time(at: datetime.datetime | None) -> str:
    if at is None:
        return ""
    moment = timezone.localtime(at)
    if moment.date() == clock.today():
        return f"{moment:%H:%M}"
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"


# --- What is sent --------------------------------------------------------------------------


def _read(request: SignedInRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("not JSON") from error
    if not isinstance(sent, dict):
        raise BadRequest("not an object")
    sent["person"] = _number(sent, "person")
    return sent


def _dropped(sent: Mapping[str, Any]) -> list[Place]:
    given = sent.get("dropped", [])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise BadRequest("dropped")
    return [(_number(each, "project"), _text(each, "field", 30)) for each in given]


def _cells(sent: Mapping[str, Any]) -> tuple[list[TypedText], list[Fault]]:
    """The cells to keep, and those of which the text cannot be: each is judged by itself."""
    given = sent.get("cells", [])
    if not isinstance(given, list) or len(given) > MOST_CELLS:
        raise BadRequest("cells")
    client = _text(sent, "client", 20)
    cells, faults = [], []
    for cell in (_cell(each, client) for each in given):
        if sentence := unfit(cell.text):
            faults.append(Fault(cell, sentence))
        else:
            cells.append(cell)
    return cells, faults


def _cell(given: Any, client: str) -> TypedText:
    if not isinstance(given, dict) or not is_column(_text(given, "field", 30)):
        raise BadRequest("cell")
    return TypedText(
        project_id=_number(given, "project"),
        field=given["field"],
        text=_typed(given),
        base_text=_text(given, "base", LONGEST_TYPED),
        base_version=_version(given.get("version")),
        client=client,
        number=_number(given, "number"),
        upon=_text(given, "upon", 40),
    )


def _typed(given: Mapping[str, Any]) -> str:
    text = given.get("text", "")
    if not isinstance(text, str):
        raise BadRequest("text")
    return _storable(text)


def _is_key(text: str) -> bool:
    """Whether it may be the key of a row: a number of a column of 64 bits."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def _versions(sent: Mapping[str, Any]) -> dict[int, int | None]:
    given = sent.get("seen", {})
    if not isinstance(given, dict) or not all(_is_key(key) for key in given):
        raise BadRequest("seen")
    return {int(key): _version(value) for key, value in given.items()}


def _version(given: Any) -> int | None:
    if given is None:
        return None
    if type(given) is not int or not 0 <= given < 2**31:
        raise BadRequest("version")
    return given


def _number(given: Mapping[str, Any], name: str) -> int:
    number = given.get(name)
    if type(number) is not int or not 0 <= number <= LARGEST_NUMBER:
        raise BadRequest(name)
    return number


def _text(given: Mapping[str, Any], name: str, longest: int) -> str:
    """Raises BadRequest for what is longer, or no database stores."""
    text = given.get(name, "")
    if not isinstance(text, str) or len(text) > longest or not is_storable(text):
        raise BadRequest(name)
    return _storable(text)


def _storable(text: str) -> str:
    """PostgreSQL stores no NUL."""
    return text.replace("\x00", "")


def _moment(sent: Mapping[str, Any]) -> datetime.datetime:
    moment = moment_sent(_text(sent, "shown", 40))
    if moment is None:
        raise BadRequest("shown")
    return moment
