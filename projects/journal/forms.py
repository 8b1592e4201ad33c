"""What is typed into the journal of a project, and about photos that are to be assigned."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from accounts.pages.fields import DayField, LongText, RowForm, ShortText, offer
from projects.journal.photos import Placement
from projects.models import LONGEST_NOTE, LONGEST_PHOTO_CAPTION, Project, ProjectPhoto
from projects.naming import name_key


class NoteForm(forms.Form):
    """A note; ``is_internal`` is asked of who reads the county alone."""

    day = DayField(label="日期")
    text = LongText(label="内容", max_length=LONGEST_NOTE)
    named = forms.ModelMultipleChoiceField(
        label="提请阅看",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="勾选的同事会在待办里看到，阅看后消去。",
        error_messages={"invalid_choice": "勾选的人已不在名单里，请重新勾选"},
    )
    is_internal = forms.BooleanField(label="单位看不到", required=False)

    def __init__(
        self, *args: Any, colleagues: QuerySet[User], today: datetime.date, reads: bool, **kw: Any
    ) -> None:
        super().__init__(*args, **{"initial": {"day": today}} | kw)
        self.fields["day"].widget.attrs["max"] = today.isoformat()
        offer(self, "named", colleagues)
        if not reads:
            del self.fields["is_internal"]


class PhotosForm(forms.Form):
    """Which files come; the service takes or refuses each by itself."""


class PlaceForm(RowForm):
    """Of which project a photo is, by its name, and of which day. One left without a project
    waits on."""

    name = "photo"

    project = ShortText(label="项目", max_length=200, required=False)
    taken_on = DayField(label="拍摄日期", required=False)
    caption = ShortText(label="说明", max_length=LONGEST_PHOTO_CAPTION, required=False)

    def __init__(
        self, *args: Any, photo: ProjectPhoto, projects: Mapping[str, Project], **kwargs: Any
    ) -> None:
        initial = {
            "project": photo.project.name if photo.project else "",
            "taken_on": photo.taken_on,
            "caption": photo.caption,
        }
        prefix = f"photo-{photo.pk}"
        super().__init__(*args, key=photo.pk, **{"initial": initial, "prefix": prefix} | kwargs)
        self.fields["project"].widget.attrs |= {"list": "projects", "autocomplete": "off"}
        self.photo, self.projects = photo, projects

    def clean_project(self) -> Project | None:
        typed: str = self.cleaned_data["project"]
        if not typed:
            return None
        if found := self.projects.get(name_key(typed)):
            return found
        raise forms.ValidationError(f"没有叫“{typed}”的项目，请从列表中选择")

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("project") and not typed.get("taken_on") and "taken_on" not in self.errors:
            self.add_error("taken_on", "请填写拍摄日期")
        return typed

    @property
    def placement(self) -> Placement | None:
        """None where no project is said."""
        said = self.cleaned_data
        if said["project"] is None:
            return None
        version = self.data.get(f"version-{self.photo.pk}", "")
        version_read = int(version) if str(version).isdigit() else 0
        return Placement(
            self.photo, version_read, said["project"], said["taken_on"], said["caption"]
        )
