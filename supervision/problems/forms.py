"""Forms of problems."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.pages.fields import CHOOSE, LongText, Several, chosen, offer
from figures.plan_fact import PlanFact
from projects.models import Project
from supervision.models import (
    ProblemCategory,
    ProblemSource,
    Severity,
)
from supervision.problems.services import RaisedByLight

LONGEST_TEXT = 2000
# Nothing is proposed: what is proposed is not looked at.
CATEGORIES = [("", CHOOSE), *ProblemCategory.choices]


class ProblemForm(forms.Form):
    category = forms.ChoiceField(label="类别", choices=CATEGORIES, error_messages=chosen("类别"))
    severity = forms.ChoiceField(
        label="程度",
        choices=Severity,
        help_text="重大问题立即专报县领导并提请联席会议；一般问题由发改局下达调度单",
    )
    text = LongText(label="问题", max_length=LONGEST_TEXT, rows=4)
    suggestion = LongText(label="建议", max_length=LONGEST_TEXT, required=False)


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

    solution = LongText(label="解决情况", max_length=LONGEST_TEXT, rows=2)


class ReopenForm(forms.Form):
    reason = forms.CharField(label="恢复的理由", max_length=200)


class CorrectionForm(forms.Form):
    """What was written wrongly of a problem, and why it is another."""

    category = forms.ChoiceField(label="类别", choices=CATEGORIES, error_messages=chosen("类别"))
    text = LongText(label="问题", max_length=LONGEST_TEXT, rows=4)
    reason = forms.CharField(label="更正的理由", max_length=200)


@dataclass(frozen=True)
class LaggardLine:
    """A project that lags, with its boxes on the page."""

    row: PlanFact
    is_chosen: bool
    category: forms.BoundField
    text: forms.BoundField


class LaggardsForm(forms.Form):
    """Problems of several projects that lag: their texts begin as the units' words, their category
    is that of the line, else the one for all."""

    category = forms.ChoiceField(label="类别", choices=CATEGORIES, required=False)
    severity = forms.ChoiceField(label="程度", choices=Severity)
    chosen = Several(label="项目")

    def __init__(self, *args: Any, rows: Sequence[PlanFact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = rows
        offer(self, "chosen", [(row.project_id, row.project_name) for row in rows])
        of_line = [("", "同下"), *ProblemCategory.choices]
        for row in rows:
            at = row.project_id
            self.fields[f"category_{at}"] = forms.ChoiceField(
                label=f"{row.project_name}的问题类别", choices=of_line, required=False
            )
            self.fields[f"text_{at}"] = LongText(
                label=f"{row.project_name}的问题",
                max_length=LONGEST_TEXT,
                rows=2,
                required=False,
                initial=row.problem or row.light.reason,
            )

    def lines(self) -> Iterator[LaggardLine]:
        for row in self._rows:
            names = (f"{name}_{row.project_id}" for name in ("category", "text"))
            is_chosen = str(row.project_id) in (self["chosen"].value() or ())
            yield LaggardLine(row, is_chosen, *(self[name] for name in names))

    def clean(self) -> dict[str, Any]:
        sent = self.cleaned_data
        self.raised = [
            RaisedByLight(row, sent.get(f"category_{at}") or sent.get("category", ""), text)
            for row in self._rows
            for at, text in [(row.project_id, sent.get(f"text_{row.project_id}", ""))]
            if at in sent.get("chosen", ())
        ]
        if any(not each.category for each in self.raised):
            self.add_error("category", "请选择类别，或在各行分别选择")
        for each in self.raised:
            if not each.text.strip():
                self.add_error(f"text_{each.light.project_id}", "请写明问题")
        return sent
