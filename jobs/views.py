"""One's own jobs: how they stand, what they made, and cancelling them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.pages.deeds import Refusal, deed
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from files.responses import kept_file
from jobs import services
from jobs.models import Job, JobFile
from jobs.rules import fetches
from jobs.selectors import doing, is_watched, jobs_page, nobody_works, way_back


def jobs(request: SignedInRequest) -> HttpResponse:
    """The page, or the part of it that a page which is open asks for again."""
    return _page(request, "jobs/_jobs.html" if request.htmx else "jobs/jobs.html")


def job(request: SignedInRequest, pk: int) -> HttpResponse:
    """One job, until it is over: then to where it leads. A page that is open asks for its part of
    it again."""
    found = seen(request, Job.objects, pk, "made")
    if found.leads_to and not request.htmx:
        messages.success(request, f"{found.result}。")
        return redirect(found.leads_to)
    return _job_page(request, found)


@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    job = seen(request, Job.objects, pk, "county")
    return deed(
        request,
        lambda: services.cancel_job(job=job, by=request.user),
        done=f"已取消：{job.title}。",
        to=redirect("jobs:list"),
        again=lambda refusal: _page(request, "jobs/jobs.html", refusal),
    )


def download(request: SignedInRequest, pk: int) -> HttpResponse:
    job = seen(request, Job.objects, pk, "county")
    or_404(fetches(request.user, job))
    made = or_404(JobFile.objects.filter(job=job).first())
    return kept_file(request, made, made.name, made.content_type)


def _job_page(request: SignedInRequest, found: Job) -> HttpResponse:
    context = {
        "job": found,
        "back": way_back(found),
        "doing": doing(found),
        "is_watched": is_watched([found]),
        "nobody_works": nobody_works([found]),
    }
    return render(request, "jobs/_job.html" if request.htmx else "jobs/job.html", context)


def _page(request: SignedInRequest, template: str, refusal: Refusal | None = None) -> HttpResponse:
    page = jobs_page(request.user, request.GET.get("page"))
    context = {
        "page": page,
        "is_watched": is_watched(page),
        "nobody_works": nobody_works(page),
        "refusal": refusal,
    }
    return render(request, template, context)
