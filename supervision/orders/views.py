"""Dispatch orders: issued from a problem, answered by the addressee, checked by the bureau."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent, typed, unless_shown, version_sent
from accounts.pages.fields import units_of
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import may
from files.responses import kept_file
from supervision import rules
from supervision.models import (
    DispatchOrder,
    OrderAttachment,
    SupervisionNotice,
)
from supervision.notices import services as notice_services
from supervision.notices.selectors import items_seen
from supervision.orders import services
from supervision.orders.forms import CheckForm, EscalateForm, OrderForm, OrdersForm, ReplyForm
from supervision.orders.selectors import (
    ORDER_TABS,
    order_log,
    orders_listed,
    problems_to_order,
    units_proposed,
)
from supervision.scope import (
    decision_asked,
    order_answered,
    order_checked,
    order_seen,
    problem_settled,
)

ROWS_A_PAGE = 50


def orders(request: SignedInRequest) -> HttpResponse:
    or_404(may(request.user, "project.view"))
    tab = request.GET.get("tab", "open")
    or_404(tab in ORDER_TABS)
    today = clock.today()
    listed = orders_listed(request.user, tab, today)
    page = Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(order, order.is_overdue(today)) for order in page],
        "tab": tab,
        "tabs": ORDER_TABS.items(),
        "may_issue": may(request.user, "order.issue"),
    }
    return render(request, "supervision/orders.html", context)


def issue(request: SignedInRequest, problem_id: int) -> HttpResponse:
    problem = problem_settled(request, problem_id)
    asked = decision_asked(request, problem)
    initial = (
        {"request": asked.text, "addressee": asked.owner_id}
        if asked
        else {"request": problem.suggestion}
    )
    form = OrderForm(sent(request), problem=problem, initial=initial)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"problem": problem, "form": form, "refusal": refusal}
        return render(request, "supervision/order_form.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.issue_order(
            problem=problem, **form.cleaned_data, by=request.user, today=clock.today()
        ),
        form=form,
        done=lambda order: f"{order.label}已下达{order.addressee.name}。",
        to=lambda order: redirect("supervision:order", order.pk),
        again=page,
    )


def issue_many(request: SignedInRequest) -> HttpResponse:
    """Orders on the problems that are asked for, or on all that nobody was given, in one go."""
    county = own_county(request, "order.issue")
    asked = [whole_number(pk) or 0 for pk in request.GET.getlist("problem")]
    problems = problems_to_order(request.user, county, asked)
    form = OrdersForm(
        sent(request),
        problems=problems,
        units=units_of(county),
        proposed=units_proposed(problems),
    )

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"problems": problems, "form": form, "refusal": refusal}
        return render(request, "supervision/orders_form.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.issue_orders(
            asked=form.asked,
            workdays=form.cleaned_data["workdays"],
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        done=lambda orders: f"已下达{len(orders)}份调度单。",
        wrong=lambda: "" if problems else "没有要交办的问题，没有下达。",
        to=redirect("supervision:orders"),
        again=page,
    )


def order(request: SignedInRequest, order_id: int) -> HttpResponse:
    return _page(request, order_id)


@require_POST
def acknowledge(request: SignedInRequest, order_id: int) -> HttpResponse:
    found = order_answered(request, order_id)
    return deed(
        request,
        lambda: services.acknowledge_order(
            order=found, by=request.user, version=version_sent(request), today=clock.today()
        ),
        done="已签收，请在期限内办理并回复。",
        to=redirect("supervision:order", found.pk),
        again=lambda refusal: _page(request, order_id, refusal),
    )


@require_POST
def reply(request: SignedInRequest, order_id: int) -> HttpResponse:
    found = order_answered(request, order_id)
    form = ReplyForm(request.POST, request.FILES)
    return deed(
        request,
        lambda: services.reply_to_order(
            order=found,
            text=form.cleaned_data["text"],
            files=[(file.name, file.read()) for file in form.cleaned_data["attachments"]],
            by=request.user,
            version=version_sent(request),
            today=clock.today(),
        ),
        form=form,
        done="已回复，等待核查。",
        to=redirect("supervision:order", found.pk),
        again=lambda refusal: _page(request, order_id, refusal),
    )


# What the bureau's buttons do, and what is said then.
CHECKS: dict[str, tuple[Callable[..., None], str]] = {
    "close": (services.close_order, "已办结。问题解决后请到问题页销号。"),
    "send_back": (services.send_order_back, "已退回重办。"),
    "extend": (services.extend_order, "期限已延长。"),
    "void": (services.void_order, "调度单已撤销，编号保留。"),
}
WITH_WORKDAYS = ("send_back", "extend")


@require_POST
def check(request: SignedInRequest, order_id: int) -> HttpResponse:
    """Close it, send it back, give more time, or void it."""
    found = order_checked(request, order_id)
    asked = or_404(next((name for name in CHECKS if name in request.POST), None))
    act, done = CHECKS[asked]
    form = CheckForm(request.POST, asks_workdays=asked in WITH_WORKDAYS, auto_id="check-%s")
    return deed(
        request,
        lambda: act(
            order=found,
            **form.cleaned_data,
            by=request.user,
            version=version_sent(request),
            today=clock.today(),
        ),
        form=form,
        done=done,
        to=redirect("supervision:order", found.pk),
        again=lambda refusal: _page(request, order_id, refusal),
    )


@require_POST
def escalate(request: SignedInRequest, order_id: int) -> HttpResponse:
    """Put an overdue order into the draft of a notice that was chosen."""
    found = order_checked(request, order_id)
    form = EscalateForm(request.POST, county=found.county)
    return deed(
        request,
        lambda: notice_services.escalate_order(
            order=found, **form.cleaned_data, by=request.user, today=clock.today()
        ),
        form=form,
        done=f"已把{found.label}列入通报草稿。",
        to=lambda _: redirect("supervision:notice", form.cleaned_data["notice"].pk),
        again=lambda refusal: _page(request, order_id, refusal),
    )


def order_attachment(request: SignedInRequest, attachment_id: int) -> HttpResponse:
    """The file as it came; the browser saves it and never shows it."""
    visible = DispatchOrder.objects.visible_to(request.user)
    attachments = OrderAttachment.objects.filter(step__order__in=visible, pk=attachment_id)
    found = or_404(attachments.first())
    return kept_file(request, found, found.original_name, found.content_type)


def _page(request: SignedInRequest, order_id: int, refusal: Refusal | None = None) -> HttpResponse:
    found = order_seen(request, order_id)
    today = clock.today()
    checks = may(request.user, "order.issue", found.county)
    answers = rules.may_answer_order(request.user, found)
    is_overdue = found.is_overdue(today)
    form = typed(refusal, ReplyForm) or ReplyForm()
    check_form = typed(refusal, CheckForm) or CheckForm(auto_id="check-%s")
    escalation = typed(refusal, EscalateForm)
    shown = [
        form if answers and found.is_with_addressee else None,
        check_form if checks and not found.is_ended else None,
        escalation if checks and is_overdue else None,
    ]
    context = {
        "order": found,
        "log": order_log(found),
        "items": items_seen(request.user, found.notice_items.all()),
        "form": form,
        "check_form": check_form,
        "is_overdue": is_overdue,
        "days_overdue": (today - found.due_on).days,
        "answers": answers,
        "checks": checks,
        "drafts": SupervisionNotice.objects.drafts().filter(county=found.county) if checks else [],
        "escalation": escalation,
        "refusal": unless_shown(refusal, *shown),
    }
    return render(request, "supervision/order.html", context)
