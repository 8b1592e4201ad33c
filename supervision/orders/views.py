"""Dispatch orders: issued from a problem, answered by the addressee, checked by the bureau."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError
from accounts.pages.deeds import version_sent
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rules import reads_projects
from files.responses import attachment
from supervision import rules
from supervision.models import (
    DispatchOrder,
    NoticeState,
    OrderAttachment,
    SupervisionNotice,
)
from supervision.notices import services as notice_services
from supervision.notices.selectors import items_seen
from supervision.orders import services
from supervision.orders.forms import CheckForm, OrderForm, ReplyForm
from supervision.orders.selectors import ORDER_TABS, order_log, orders_listed
from supervision.scope import (
    decision_asked,
    order_answered,
    order_checked,
    order_seen,
    problem_settled,
)

ROWS_A_PAGE = 50


def orders(request: SignedInRequest) -> HttpResponse:
    or_404(reads_projects(request.user))
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
    form = OrderForm(request.POST or None, problem=problem, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            order = services.issue_order(
                problem=problem, **form.cleaned_data, by=request.user, today=clock.today()
            )
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"{order.label}已下达{order.addressee.name}。")
            return redirect("supervision:order", order.pk)
    context = {"problem": problem, "form": form}
    return render(request, "supervision/order_form.html", context)


def order(request: SignedInRequest, order_id: int) -> HttpResponse:
    return _page(request, order_seen(request, order_id), ReplyForm())


@require_POST
def acknowledge(request: SignedInRequest, order_id: int) -> HttpResponse:
    found = order_answered(request, order_id)
    try:
        services.acknowledge_order(
            order=found, by=request.user, version=version_sent(request), today=clock.today()
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "已签收，请在期限内办理并回复。")
    return redirect("supervision:order", found.pk)


@require_POST
def reply(request: SignedInRequest, order_id: int) -> HttpResponse:
    """What was typed stays on the page when it is refused."""
    found = order_answered(request, order_id)
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        services.reply_to_order(
            order=found,
            text=form.cleaned_data["text"],
            files=[(file.name, file.read()) for file in form.cleaned_data["attachments"]],
            by=request.user,
            version=version_sent(request),
            today=clock.today(),
        )
    except DomainError as error:
        messages.error(request, error.message)
        return _page(request, order_seen(request, order_id), form, status=409)
    messages.success(request, "已回复，等待核查。")
    return redirect("supervision:order", found.pk)


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
    """Close it, send it back, give more time, or void it; what was typed stays when refused."""
    found = order_checked(request, order_id)
    asked = or_404(next((name for name in CHECKS if name in request.POST), None))
    form = CheckForm(request.POST)
    if asked not in WITH_WORKDAYS:
        del form.fields["workdays"]
    version = version_sent(request)
    if not form.is_valid():
        return _page(request, found, ReplyForm(), form)
    act, done = CHECKS[asked]
    try:
        act(order=found, **form.cleaned_data, by=request.user, version=version, today=clock.today())
    except DomainError as error:
        messages.error(request, error.message)
        return _page(
            request, order_seen(request, order_id), ReplyForm(), CheckForm(request.POST), status=409
        )
    messages.success(request, done)
    return redirect("supervision:order", found.pk)


@require_POST
def escalate(request: SignedInRequest, order_id: int) -> HttpResponse:
    """Put an overdue order into the draft of a notice that was chosen."""
    found = order_checked(request, order_id)
    drafts = SupervisionNotice.objects.filter(county=found.county, state=NoticeState.DRAFT)
    chosen = whole_number(request.POST.get("notice", ""))
    notice = drafts.select_related("county").filter(pk=chosen or 0).first()
    if notice is None:
        messages.error(request, "这份通报草稿已印发或删除，请另选一份。")
        return redirect("supervision:order", found.pk)
    try:
        notice_services.escalate_order(
            order=found, notice=notice, by=request.user, today=clock.today()
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("supervision:order", found.pk)
    messages.success(request, f"已把{found.label}列入通报草稿。")
    return redirect("supervision:notice", notice.pk)


def order_attachment(request: SignedInRequest, attachment_id: int) -> HttpResponse:
    """The file as it came; the browser saves it and never shows it."""
    visible = DispatchOrder.objects.visible_to(request.user)
    attachments = OrderAttachment.objects.filter(step__order__in=visible, pk=attachment_id)
    found = or_404(attachments.first())
    response = attachment(found.content(), found.original_name, found.content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(
    request: SignedInRequest,
    found: DispatchOrder,
    form: ReplyForm,
    check_form: CheckForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    today = clock.today()
    checks = rules.may_issue_order(request.user, found.county)
    is_overdue = found.is_overdue(today)
    drafts = SupervisionNotice.objects.filter(county=found.county, state=NoticeState.DRAFT)
    context = {
        "order": found,
        "log": order_log(found),
        "items": items_seen(request.user, found.notice_items.all()),
        "form": form,
        "check_form": check_form or CheckForm(auto_id="check-%s"),
        "is_overdue": is_overdue,
        "days_overdue": (today - found.due_on).days,
        "answers": rules.may_answer_order(request.user, found),
        "checks": checks,
        "drafts": drafts if checks and is_overdue else [],
    }
    return render(request, "supervision/order.html", context, status=status)
