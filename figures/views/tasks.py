"""单位任务: what was asked of units and what they have done, by subject; and its workbook."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may, reads_county
from figures.months import default_month
from figures.tasks_page import (
    figure_label,
    figure_words,
    months_of_tasks,
    task_sections,
    tasks_workbook,
)
from files.responses import XLSX, attachment
from measures.months import Month


def tasks_latest(request: SignedInRequest) -> HttpResponse:
    """Of the published month, where something is approved of it, else of the last that has it."""
    or_404(may(request.user, "project.view"))
    county = own_county(request)
    months = months_of_tasks(county)
    if not months:
        return redirect("investment:tasks_now")
    shown = default_month(county)
    return redirect("figures:tasks", shown if shown in months else months[-1])


def tasks(request: SignedInRequest, month: Month) -> HttpResponse:
    """All for who reads the county; a reporter's own units."""
    or_404(may(request.user, "project.view"))
    county = own_county(request)
    sections = task_sections(request.user, county, month)
    context = {
        "sections": [
            (
                section,
                [(f, figure_label(f), figure_words(f)) for f in section.figures],
                [(figure, figure_words(figure)) for figure in section.counts],
            )
            for section in sections
        ],
        "month": month,
        "cutoff_month": month,
        "months": months_of_tasks(county),
        "reads": reads_county(request.user, county),
    }
    return render(request, "figures/tasks.html", context)


def tasks_export(request: SignedInRequest, month: Month) -> HttpResponse:
    """404 where there is nothing to export."""
    or_404(may(request.user, "project.view"))
    sections = or_404(task_sections(request.user, own_county(request), month))
    return attachment(tasks_workbook(sections, month), f"{month.label}单位任务完成情况.xlsx", XLSX)
