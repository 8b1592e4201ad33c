"""A deed that a person does on a page, and what they are shown where it is refused.

A view says what is to be done and where to go then; ``deed`` does it, or shows the page again with
what was typed and with the reason (DESIGN §5.12)::

    @require_POST
    def solve(request, problem_id):
        problem = seen(request, Problem.objects, problem_id, "county")
        or_404(may(request.user, "order.issue", problem.county))
        form = SolveForm(sent(request))
        return deed(
            request,
            lambda: services.solve_problem(
                problem=problem,
                by=request.user,
                version=version_sent(request),
                **form.cleaned_data,
            ),
            form=form,
            done="问题已销号。",
            to=redirect("supervision:problem", problem.pk),
            again=lambda refusal: _page(request, problem_id, refusal),
        )

The page puts ``refusal`` into its context, where base.html tells it, and shows the form that was
refused, ``typed(refusal, SolveForm)``, instead of an empty one. Each form of a row sends back
``refusal.version|default:row.version``. A page of many rows gives the row ``at`` which the refusal
is told, and includes components/refusal.html there. Views do not catch DomainError themselves.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeVar, cast

from django.contrib import messages
from django.core.files import File
from django.db import DatabaseError
from django.db.models import Model
from django.forms import BaseForm, BaseFormSet, Field
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from accounts.errors import DomainError, NoSpace, Stale, WrongState
from accounts.models import User
from accounts.pages.full_disk import is_full
from accounts.pages.published import as_asked
from accounts.pages.whole_numbers import whole_number
from accounts.people.selectors import home_county
from accounts.people.wording import said

LARGEST_VERSION = 2**31 - 2

Result = TypeVar("Result")
Form = TypeVar("Form", bound=BaseForm)
AnyForm = BaseForm | BaseFormSet


class Difference(NamedTuple):
    """What stands now beside what was typed, in words; empty where there is only the other."""

    label: str
    now: str
    typed: str


@dataclass(frozen=True)
class Refusal:
    """A Refusal says why a deed was not done.

    ``error`` is None where the forms alone found something wrong. ``sentence`` is empty where a
    form tells the fault at its field. ``differences`` is what was typed, beside what stands now
    where it ``is_compared``. ``at`` is the row under which the page tells the refusal;
    None means the top of the page. ``version`` is the one that was sent. After a conflict it is
    None, because the person then goes on from the row as it now is.
    """

    error: DomainError | None
    forms: Sequence[AnyForm] = ()
    sentence: str = ""
    differences: Sequence[Difference] = ()
    is_compared: bool = False
    at: Model | None = None
    version: int | None = None

    @property
    def form(self) -> AnyForm | None:
        """What was typed."""
        return self.forms[0] if self.forms else None

    @property
    def is_conflict(self) -> bool:
        """Whether another was faster: the thing is no longer as the person read it."""
        return isinstance(self.error, Stale | WrongState)

    @property
    def status(self) -> int:
        return self.error.status if self.error else 400

    def on_top(self) -> "Refusal":
        """The refusal for a page that no longer shows its row or its form: the top of the page then
        tells it, with all that was typed."""
        faults = (fault for form in self.forms for fault in _faults_of(form))
        typed = [each for form in self.forms for each in _as_typed(form)]
        return replace(
            self,
            at=None,
            sentence=self.sentence or f"没有保存：{next(faults, '')}",
            differences=self.differences or typed,
        )


def deed(
    request: HttpRequest,
    act: Callable[[], Result],
    *,
    to: HttpResponse | Callable[[Result], HttpResponse],
    again: Callable[[Refusal], HttpResponse],
    done: str | Callable[[Result], str] = "",
    form: BaseForm | None = None,
    beside: Sequence[AnyForm] = (),
    wrong: Callable[[], str] | None = None,
    differences: Callable[[], Sequence[Difference]] | None = None,
    at: Model | None = None,
) -> HttpResponse:
    """Call ``act``, say that it is ``done`` and go ``to`` the next page. Where the deed is refused,
    show the page ``again``, with status 409 for a conflict, 400 for a fault and 507 where the disk
    is full.

    ``form`` holds what was typed, ``beside`` what was typed beside it. All of them must be valid
    before anything is done; the fields of ``form`` tell the faults of a refusal. Where a form is
    not valid and the page does not tell it, ``wrong`` gives the sentence. ``differences`` gives
    what the page compares after a conflict; without it the page lists all that was typed.
    """
    forms = [*([form] if form is not None else []), *beside]
    told = Refusal(None, forms, at=at, version=_version(request))
    # Each is asked, so that all errors show at once.
    if [each for each in forms if not each.is_valid()]:
        sentence = _county_words(request)(wrong()) if wrong else ""
        return _again(request, replace(told, sentence=sentence), again)
    try:
        with as_asked(form, cast(User, request.user)):
            result = act()
    except DomainError as error:
        refused = _refused(told, error, form, differences, _county_words(request))
        return _again(request, refused, again)
    except (OSError, DatabaseError) as error:
        if not is_full(error):
            raise
        refused = _refused(told, NoSpace(), form, differences, _county_words(request))
        return _again(request, refused, again)
    if words := done if isinstance(done, str) else done(result):
        messages.success(request, _county_words(request)(words))
    return to(result) if callable(to) else to


def _county_words(request: HttpRequest) -> Callable[[str], str]:
    """Puts what the person's county calls itself, its bureau and its roles into a sentence."""
    user = request.user
    county = home_county(user) if isinstance(user, User) else None
    return lambda sentence: said(sentence, county)


def _again(
    request: HttpRequest, refusal: Refusal, again: Callable[[Refusal], HttpResponse]
) -> HttpResponse:
    try:
        page = again(refusal)
    except Http404:
        # What it was about is gone meanwhile; what was typed is not.
        page = render(request, "accounts/refused.html", {"refusal": refusal.on_top()})
    page.status_code = refusal.status
    return page


def _refused(
    told: Refusal,
    error: DomainError,
    form: BaseForm | None,
    differences: Callable[[], Sequence[Difference]] | None,
    say: Callable[[str], str],
) -> Refusal:
    refusal = replace(told, error=error)
    if refusal.is_conflict:
        found = differences() if differences else compare(form, {}) if form else ()
        told = replace(refusal, sentence=say(error.message), differences=found, version=None)
        return replace(told, is_compared=differences is not None)
    if form is None:
        return replace(refusal, sentence=say(error.message))
    for name, sentence in error.faults.items():
        form.add_error(name if name in form.fields else None, say(sentence))
    return refusal


# --- For the page that is shown again ----------------------------------------------------


def typed(refusal: Refusal | None, form_class: type[Form], at: Model | None = None) -> Form | None:
    """The refused form of this class, None where the refusal has none or is of another row."""
    if refusal is None or refusal.at != at:
        return None
    return next((form for form in refusal.forms if type(form) is form_class), None)


def unless_shown(refusal: Refusal | None, *forms: AnyForm | None) -> Refusal | None:
    """The refusal as the page tells it. Where only its form tells why, and the page shows that form
    no longer, the top of the page tells it."""
    if refusal is None or refusal.sentence or any(form is refusal.form for form in forms):
        return refusal
    return refusal.on_top()


def unless_held(refusal: Refusal | None, *forms: AnyForm | None) -> Refusal | None:
    """``unless_shown`` for a page that shows every box of these forms, also after a conflict: what
    one of them holds is not listed once more."""
    is_held = refusal is not None and any(form is refusal.form for form in forms)
    if refusal is None or not is_held or refusal.is_compared:
        return unless_shown(refusal, *forms)
    return replace(refusal, differences=())


def version_of(row: Any, refusal: Refusal | None) -> int:
    """The version that a form of the row sends back. After a fault it is the one that was sent;
    otherwise it is that of the row which the page shows."""
    sent = refusal.version if refusal is not None and refusal.at == row else None
    return int(sent or row.version)


def compare(form: BaseForm, now: Mapping[str, Any]) -> list[Difference]:
    """The fields of a valid form that hold something else than what stands ``now``, a mapping by
    the names of the fields. A field that ``now`` leaves out stands nowhere yet."""
    return [
        Difference(str(field.label), words(field, now.get(name)), words(field, typed))
        for name, field in form.fields.items()
        if not field.widget.is_hidden
        and (typed := form.cleaned_data.get(name)) != now.get(name)
        and (words(field, typed) or words(field, now.get(name)))
    ]


def words(field: Field, value: Any) -> str:
    """A field's value as the person sees it. A list shows words, not keys."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(words(field, each) for each in value)
    if isinstance(value, File | Model):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    for key, label in getattr(field, "choices", ()):
        if str(key) == str(value):
            return str(label)
    return str(field.prepare_value(value))


def _as_typed(form: AnyForm) -> list[Difference]:
    if isinstance(form, BaseFormSet):
        return [each for part in form.forms for each in _as_typed(part)]
    return [
        Difference(str(field.label), "", said)
        for name, field in form.fields.items()
        if not field.widget.is_hidden and (said := words(field, form[name].value()))
    ]


def _faults_of(form: AnyForm) -> list[str]:
    """The errors of a form as sentences, each with the label of its field."""
    if isinstance(form, BaseFormSet):
        return [fault for part in form.forms for fault in _faults_of(part)]
    return [
        f"{form.fields[name].label}，{fault}" if name in form.fields else str(fault)
        for name, faults in form.errors.items()
        for fault in faults
    ]


# --- What was sent -----------------------------------------------------------------------


def sent(request: HttpRequest) -> QueryDict | None:
    """The data to which the view binds its form. It is None while the page is only read."""
    return request.POST if request.method == "POST" else None


def version_sent(request: HttpRequest) -> int:
    """The version from which the form was made. Raises Http404 for a form without a version, or
    with one that no row can have, because such a form is not ours."""
    version = _version(request)
    if version is None:
        raise Http404
    return version


def _version(request: HttpRequest) -> int | None:
    return whole_number(request.POST.get("version", ""), LARGEST_VERSION)
