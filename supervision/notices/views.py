"""Supervision notices: the list of a year, the draft and its items, issuing, withdrawing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError
from accounts.pages.deeds import version_sent
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rules import reads_county, reads_projects, supervises
from accounts.trail.selectors import history_of
from figures.facts import load_facts
from figures.selectors import months_with_figures
from measures.months import Month
from supervision import rules
from supervision.models import (
    DispatchOrder,
    NoticeItem,
    NoticeItemKind,
    NoticeTarget,
    NoticeWithdrawal,
    SupervisionNotice,
)
from supervision.notices import services
from supervision.notices.body import compose_body, digest_of
from supervision.notices.forms import NoticeDraftForm, NoticeForm, NoticeItemForm, WithdrawForm
from supervision.notices.selectors import (
    NOTICES_A_YEAR,
    items_seen,
    laggards_to_name,
    withdrawals_seen,
)
from supervision.scope import county_drafted, notice_drafted, notice_seen, order_asked


def notices(request: SignedInRequest) -> HttpResponse:
    or_404(reads_projects(request.user))
    visible = SupervisionNotice.objects.visible_to(request.user).select_related("issued_by")
    year = clock.today().year
    county = own_county(request)
    issued = SupervisionNotice.objects.issued().filter(county=county, issue_year=year).count()
    context = {
        "notices": visible,
        "year": year,
        "issued": issued,
        "target": NOTICES_A_YEAR,
        "may_draft": supervises(request.user),
        "reads_county": reads_county(request.user, county),
    }
    return render(request, "supervision/notices.html", context)


def draft(request: SignedInRequest) -> HttpResponse:
    """Begin one: of what month, of what list."""
    county = county_drafted(request)
    months = months_with_figures(county)
    if not months:
        return render(request, "supervision/notice_form.html", {"form": None})
    keys = load_facts(county, months[0]).keys
    initial = {"plan_key": "县级"} if "县级" in keys else {}
    form = NoticeDraftForm(request.POST or None, months=months, plan_keys=keys, initial=initial)
    order = order_asked(request)
    if request.method == "POST" and form.is_valid():
        try:
            notice = services.draft_notice(
                county=county,
                month=Month.parse(form.cleaned_data["month"]),
                plan_key=form.cleaned_data["plan_key"],
                by=request.user,
                today=clock.today(),
            )
            if order is not None:
                services.escalate_order(
                    order=order, notice=notice, by=request.user, today=clock.today()
                )
        except DomainError as error:
            messages.error(request, error.message)
        else:
            return redirect("supervision:notice", notice.pk)
    return render(request, "supervision/notice_form.html", {"form": form, "order": order})


def notice(request: SignedInRequest, notice_id: int) -> HttpResponse:
    """As it was issued; as it would be, while it is a draft."""
    return _page(request, notice_seen(request, notice_id))


@require_POST
def edit(request: SignedInRequest, notice_id: int) -> HttpResponse:
    found = notice_drafted(request, notice_id)
    form = NoticeForm(request.POST)
    version = version_sent(request)
    if not form.is_valid():
        return _page(request, found, form=form)
    try:
        services.change_draft(
            notice=found, values=form.cleaned_data, by=request.user, version=version
        )
    except DomainError as error:
        messages.error(request, error.message)
        return _page(request, notice_seen(request, notice_id), form=form, status=409)
    messages.success(request, "草稿已保存。")
    return redirect("supervision:notice", found.pk)


@require_POST
def item_add(request: SignedInRequest, notice_id: int) -> HttpResponse:
    found = notice_drafted(request, notice_id)
    form = NoticeItemForm(request.POST, county=found.county, auto_id="item-%s")
    if not form.is_valid():
        return _page(request, found, item_form=form)
    try:
        services.add_item(notice=found, **form.cleaned_data, by=request.user)
    except DomainError as error:
        form.add_error(None, error.message)
        return _page(request, notice_seen(request, notice_id), item_form=form)
    messages.success(request, "已列入。")
    return redirect("supervision:notice", found.pk)


@require_POST
def item_remove(request: SignedInRequest, notice_id: int) -> HttpResponse:
    """An item, or with ``withdrawal`` the withdrawal of one; what another took out is gone."""
    found = notice_drafted(request, notice_id)
    number = whole_number(request.POST.get("item", request.POST.get("withdrawal", "")))
    try:
        if "withdrawal" in request.POST:
            for withdrawal in NoticeWithdrawal.objects.filter(pk=number or 0, notice=found):
                services.keep_item(notice=found, withdrawal=withdrawal, by=request.user)
        else:
            for item in NoticeItem.objects.filter(pk=number or 0, notice=found):
                services.remove_item(notice=found, item=item, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("supervision:notice", found.pk)


@require_POST
def item_withdraw(request: SignedInRequest, item_id: int) -> HttpResponse:
    """Take it back in a draft: that which is there, or a new one on the same facts."""
    visible = SupervisionNotice.objects.visible_to(request.user)
    items = NoticeItem.objects.issued().filter(pk=item_id, notice__in=visible)
    item = or_404(items.select_related("notice__county", "unit").first())
    # data/rights.csv: a notice is withdrawn by who issues the later one.
    or_404(rules.may_issue_notice(request.user, item.notice.county))
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, item.notice, withdraw_form=form, item=item)
    try:
        withdrawal = services.withdraw_in_next(
            item=item, **form.cleaned_data, by=request.user, today=clock.today()
        )
    except DomainError as error:
        messages.error(request, error.message)
        return _page(request, item.notice, withdraw_form=form, item=item)
    messages.success(request, "已列入下一期通报草稿，印发后生效，扣分随之冲回。")
    return redirect("supervision:notice", withdrawal.notice_id)


@require_POST
def issue(request: SignedInRequest, notice_id: int) -> HttpResponse:
    found = notice_drafted(request, notice_id)
    or_404(rules.may_issue_notice(request.user, found.county))
    try:
        issued = services.issue_notice(
            notice=found,
            by=request.user,
            version=version_sent(request),
            read=request.POST.get("read", ""),
            today=clock.today(),
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"已印发：{issued.issue_words}。")
    return redirect("supervision:notice", found.pk)


@require_POST
def discard(request: SignedInRequest, notice_id: int) -> HttpResponse:
    found = notice_drafted(request, notice_id)
    try:
        services.discard_draft(notice=found, by=request.user, version=version_sent(request))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("supervision:notice", notice_id)
    messages.success(request, "草稿已删除，操作记录保留。")
    return redirect("supervision:notices")


def _page(
    request: SignedInRequest,
    found: SupervisionNotice,
    *,
    form: NoticeForm | None = None,
    item_form: NoticeItemForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    item: NoticeItem | None = None,
    status: int = 200,
) -> HttpResponse:
    """A unit reads what a notice says of it, the bureau and its leaders the whole."""
    reads = reads_county(request.user, found.county)
    context: dict[str, Any] = {
        "notice": found,
        "reads": reads,
        "items": items_seen(request.user, found.items.all()),
        "withdrawals": withdrawals_seen(request.user, found),
        "demands": [line for line in found.demands.splitlines() if line.strip()],
        "issues": rules.may_issue_notice(request.user, found.county),
        "cutoff_month": Month(found.year, found.month),
        "withdraw_form": withdraw_form or WithdrawForm(),
        "withdrawn": item,
    }
    if reads:
        body = found.body if found.is_issued else compose_body(found)
        context |= {"body": body, "read": digest_of(body), "history": history_of(found)}
    if rules.may_draft_notice(request.user, found.county) and not found.is_issued:
        item_form = item_form or _item_form(found, request.GET.get("laggard", ""))
        context |= _drafting(found, form, item_form, is_stale=status == 409)
    return render(request, "supervision/notice.html", context, status=status)


def _item_form(found: SupervisionNotice, laggard: str) -> NoticeItemForm:
    """Filled in for the laggard that was clicked, by the key of its project."""
    rows = laggards_to_name(found) if laggard else []
    row = next((row for row in rows if str(row.project_id) == laggard), None)
    initial = {}
    if row is not None:
        initial = {
            "kind": NoticeItemKind.CRITICISE,
            "unit": row.unit_id,
            "part": NoticeTarget.REPORTING,
            "project": row.project_id,
            "text": row.light.reason,
        }
    return NoticeItemForm(county=found.county, auto_id="item-%s", initial=initial)


def _drafting(
    found: SupervisionNotice,
    form: NoticeForm | None,
    item_form: NoticeItemForm,
    *,
    is_stale: bool,
) -> dict[str, Any]:
    """What a draft is worked on with; where another has changed its head meanwhile, both."""
    overdue = DispatchOrder.objects.filter(county=found.county).overdue(clock.today())
    differences = []
    if is_stale and form is not None:
        differences = [
            (label, getattr(found, name), form.cleaned_data[name])
            for name, label in services.TYPED.items()
            if getattr(found, name) != form.cleaned_data[name]
        ]
    initial = {name: getattr(found, name) for name in services.TYPED}
    return {
        "drafts": True,
        "form": form or NoticeForm(initial=initial),
        "differences": differences,
        "item_form": item_form,
        "laggards": laggards_to_name(found),
        "overdue": overdue.exclude(notice_items__notice=found).select_related(
            "addressee", "problem__project"
        ),
    }
