"""Forms of problems."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.pages.fields import CHOOSE, LongText, offer
from projects.models import Project
from supervision.models import (
    ProblemCategory,
    ProblemSource,
    Severity,
)


class ProblemForm(forms.Form):
    category = forms.ChoiceField(label="类别", choices=ProblemCategory)
    severity = forms.ChoiceField(
        label="程度",
        choices=Severity,
        help_text="重大问题立即专报县领导并提请联席会议；一般问题由发改局下达调度单",
    )
    text = LongText(label="问题", max_length=2000, rows=4)
    suggestion = LongText(label="建议", max_length=2000, required=False)


class SourceForm(ProblemForm):
    """For the bureau, which writes down what others told it."""

    source = forms.ChoiceField(
        label="来源", choices=[c for c in ProblemSource.choices if c[0] != ProblemSource.LIGHT]
    )


class AnyProjectForm(SourceForm):
    """For who begins with the problem, not with a project's page."""

    project = forms.ModelChoiceField(
        label="项目", queryset=Project.objects.none(), empty_label=CHOOSE
    )

    field_order = ("project", "category", "severity", "text", "suggestion", "source")

    def __init__(self, *args: Any, projects: QuerySet[Project], has_source: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer(self, "project", projects.order_by("name"))
        if not has_source:
            del self.fields["source"]


class SolveForm(forms.Form):
    """``solution``: what became of the problem; to reopen one, why."""

    solution = LongText(label="解决情况", max_length=2000, rows=2)


class ReopenForm(forms.Form):
    reason = forms.CharField(label="恢复的理由", max_length=200)
