"""The sheet of a unit's week: two lines a project."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.pages.whole_numbers import whole_number
from investment.models import WeeklyNote
from investment.models.weekly import LONGEST_LINE
from investment.weekly.services import TypedNote
from projects.models import Project


class WeekForm(forms.Form):
    """Fields ``changed_7`` and ``needed_7`` of the project 7, and ``version_7`` as it was read."""

    def __init__(
        self,
        *args: Any,
        projects: Sequence[Project],
        notes: Mapping[int, WeeklyNote],
        on_behalf: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.projects, self.notes = projects, notes
        if on_behalf:
            self.fields["source"] = forms.CharField(
                label="代录来源", max_length=60, required=False, help_text="如电话、微信。"
            )
        for project in projects:
            note = notes.get(project.pk)
            for name, label, words in (
                ("changed", "本周进展", note.changed if note else ""),
                ("needed", "需要协调", note.needed if note else ""),
            ):
                self.fields[f"{name}_{project.pk}"] = forms.CharField(
                    label=f"{project}：{label}",
                    max_length=LONGEST_LINE,
                    required=False,
                    initial=words,
                )

    @property
    def rows(self) -> list[tuple[Project, forms.BoundField, forms.BoundField, WeeklyNote | None]]:
        return [
            (
                project,
                self[f"changed_{project.pk}"],
                self[f"needed_{project.pk}"],
                self.notes.get(project.pk),
            )
            for project in self.projects
        ]

    @property
    def typed(self) -> list[TypedNote]:
        return [
            TypedNote(
                project,
                self.cleaned_data[f"changed_{project.pk}"],
                self.cleaned_data[f"needed_{project.pk}"],
                whole_number(self.data.get(f"version_{project.pk}", "")),
            )
            for project in self.projects
        ]
