"""Supervision notices: the list of a year, the draft and its items, issuing, withdrawing."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import Refusal, compare, deed, sent, typed, unless_shown, version_sent
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import may, reads_county
from accounts.trail.selectors import history_of
from figures.facts import load_facts, own_list
from figures.months import default_of, shown_months
from measures.months import Month
from supervision.models import (
    DispatchOrder,
    NoticeItem,
    NoticeItemKind,
    NoticeTarget,
    SupervisionNotice,
)
from supervision.notices import services
from supervision.notices.body import body_of
from supervision.notices.forms import NoticeDraftForm, NoticeForm, NoticeItemForm, WithdrawForm
from supervision.notices.selectors import (
    NOTICES_A_YEAR,
    head_of,
    items_seen,
    laggards_to_name,
    withdrawals_seen,
)
from supervision.scope import county_drafted, notice_drafted, notice_seen, order_asked


def notices(request: SignedInRequest) -> HttpResponse:
    or_404(may(request.user, "project.view"))
    visible = SupervisionNotice.objects.visible_to(request.user).select_related("issued_by")
    year = clock.today().year
    county = own_county(request)
    issued = SupervisionNotice.objects.issued().filter(county=county, issue_year=year).count()
    context = {
        "notices": visible,
        "year": year,
        "issued": issued,
        "target": NOTICES_A_YEAR,
        "may_draft": may(request.user, "order.issue"),
        "reads_county": reads_county(request.user, county),
    }
    return render(request, "supervision/notices.html", context)


def draft(request: SignedInRequest) -> HttpResponse:
    """Begin one: of what month, of what list."""
    county = county_drafted(request)
    months = shown_months(county)
    shown = default_of(months)
    if shown is None:
        return render(request, "supervision/notice_form.html", {"form": None})
    facts = load_facts(county, shown)
    own = own_list(facts.plans)
    initial = {"month": str(shown), "plan_key": own.key if own else ""}
    form = NoticeDraftForm(sent(request), months=months, plan_keys=facts.keys, initial=initial)
    order = order_asked(request)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"form": form, "order": order, "refusal": refusal}
        return render(request, "supervision/notice_form.html", context)

    if request.method != "POST":
        return page()
    act = partial(services.draft_notice_of, order=order) if order else services.draft_notice
    return deed(
        request,
        lambda: act(
            county=county,
            month=Month.parse(form.cleaned_data["month"]),
            plan_key=form.cleaned_data["plan_key"],
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        to=lambda notice: redirect("supervision:notice", notice.pk),
        again=page,
    )


def notice(request: SignedInRequest, notice_id: int) -> HttpResponse:
    """As it was issued; as it would be, while it is a draft."""
    return _page(request, notice_id)


@require_POST
def edit(request: SignedInRequest, notice_id: int) -> HttpResponse:
    found = notice_drafted(request, notice_id)
    form = NoticeForm(request.POST)
    return deed(
        request,
        lambda: services.change_draft(
            notice=found,
            values=form.cleaned_data,
            by=request.user,
            version=version_sent(request),
        ),
        form=form,
        done="草稿已保存。",
        to=redirect("supervision:notice", found.pk),
        again=lambda refusal: _page(request, notice_id, refusal),
        differences=lambda: compare(form, head_of(notice_id)),
    )


@require_POST
def item_add(request: SignedInRequest, notice_id: int) -> HttpResponse:
    found = notice_drafted(request, notice_id)
    form = NoticeItemForm(request.POST, county=found.county, auto_id="item-%s")
    return deed(
        request,
        lambda: services.add_item(notice=found, **form.cleaned_data, by=request.user),
        form=form,
        done="已列入。",
        to=redirect("supervision:notice", found.pk),
        again=lambda refusal: _page(request, notice_id, refusal),
    )


@require_POST
def item_remove(request: SignedInRequest, notice_id: int) -> HttpResponse:
    """An item, or with ``withdrawal`` the withdrawal of one; what another took out is gone."""
    found = notice_drafted(request, notice_id)
    number = whole_number(request.POST.get("item", request.POST.get("withdrawal", ""))) or 0

    def remove() -> None:
        if "withdrawal" in request.POST:
            for withdrawal in found.withdrawals.filter(pk=number):
                services.keep_item(notice=found, withdrawal=withdrawal, by=request.user)
        else:
            for item in found.items.filter(pk=number):
                services.remove_item(notice=found, item=item, by=request.user)

    return deed(
        request,
        remove,
        to=redirect("supervision:notice", found.pk),
        again=lambda refusal: _page(request, notice_id, refusal),
    )


@require_POST
def item_withdraw(request: SignedInRequest, item_id: int) -> HttpResponse:
    """Take it back in a draft: that which is there, or a new one on the same facts."""
    visible = SupervisionNotice.objects.visible_to(request.user)
    items = NoticeItem.objects.issued().filter(pk=item_id, notice__in=visible)
    item = or_404(items.select_related("notice__county", "unit").first())
    # data/rights.csv: a notice is withdrawn by who issues the later one.
    or_404(may(request.user, "notice.issue", item.notice.county))
    form = WithdrawForm(request.POST)
    return deed(
        request,
        lambda: services.withdraw_in_next(
            item=item, **form.cleaned_data, by=request.user, today=clock.today()
        ),
        form=form,
        done="已列入下一期通报草稿，印发后生效，扣分随之冲回。",
        to=lambda withdrawal: redirect("supervision:notice", withdrawal.notice_id),
        again=lambda refusal: _page(request, item.notice_id, refusal),
        at=item,
    )


@require_POST
def issue(request: SignedInRequest, notice_id: int) -> HttpResponse:
    found = notice_drafted(request, notice_id)
    or_404(may(request.user, "notice.issue", found.county))
    return deed(
        request,
        lambda: services.issue_notice(
            notice=found,
            by=request.user,
            version=version_sent(request),
            read=request.POST.get("read", ""),
            today=clock.today(),
        ),
        done=lambda issued: f"已印发：{issued.issue_words}。",
        to=redirect("supervision:notice", found.pk),
        again=lambda refusal: _page(request, notice_id, refusal),
    )


@require_POST
def discard(request: SignedInRequest, notice_id: int) -> HttpResponse:
    found = notice_drafted(request, notice_id)
    return deed(
        request,
        lambda: services.discard_draft(
            notice=found, by=request.user, version=version_sent(request)
        ),
        done="草稿已删除，操作记录保留。",
        to=redirect("supervision:notices"),
        again=lambda refusal: _page(request, notice_id, refusal),
    )


def _page(request: SignedInRequest, notice_id: int, refusal: Refusal | None = None) -> HttpResponse:
    """A unit reads what a notice says of it, the bureau and its leaders the whole."""
    found = notice_seen(request, notice_id)
    reads = reads_county(request.user, found.county)
    items = items_seen(request.user, found.items.all())
    shown = [refusal.form] if refusal is not None and refusal.at in items else []
    context: dict[str, Any] = {
        "notice": found,
        "reads": reads,
        "items": items,
        "withdrawals": withdrawals_seen(request.user, found),
        "demands": [line for line in found.demands.splitlines() if line.strip()],
        "issues": may(request.user, "notice.issue", found.county),
        "month": Month(found.year, found.month),
        "cutoff_month": Month(found.year, found.month),
    }
    if reads:
        body = body_of(found)
        context |= {"body": body, "read": body.digest, "history": history_of(found)}
    if may(request.user, "notice.draft", found.county) and not found.is_issued:
        form = typed(refusal, NoticeForm) or NoticeForm(initial=head_of(notice_id))
        laggard = request.GET.get("laggard", "")
        item_form = typed(refusal, NoticeItemForm) or _item_form(found, laggard)
        shown += [form, item_form]
        context |= {"drafts": True, "form": form, "item_form": item_form} | _to_name(found)
    context["refusal"] = unless_shown(refusal, *shown)
    return render(request, "supervision/notice.html", context)


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


def _to_name(found: SupervisionNotice) -> dict[str, Any]:
    """What a draft is worked on with: who lags, and which orders nobody answered."""
    overdue = DispatchOrder.objects.filter(county=found.county).overdue(clock.today())
    return {
        "laggards": laggards_to_name(found),
        "overdue": overdue.exclude(notice_items__notice=found).select_related(
            "addressee", "problem__project"
        ),
    }
