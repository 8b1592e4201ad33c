"""What the journal tells of a project."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from projects.happenings import Happening
from projects.models import JournalNote, Project, ProjectPhoto


def notes_told(user: User, project: Project) -> Iterator[Happening]:
    """Those that no later one has corrected."""
    notes = JournalNote.objects.visible_to(user).filter(project=project, corrected_by=None)
    address = reverse("projects:journal", args=[project.pk])
    for note in notes.select_related("written_by"):
        hidden = "，单位看不到" if note.is_internal else ""
        url = f"{address}#note-{note.pk}"
        yield Happening(note.day, "记事", note.text, url, f"{note.written_by}{hidden}")


def photos_told(user: User, project: Project) -> Iterator[Happening]:
    """The photos of a day together, with one of them."""
    photos = ProjectPhoto.objects.placed().filter(project=project).order_by("-taken_on", "pk")
    by_day: dict[object, list[ProjectPhoto]] = {}
    for photo in photos:
        by_day.setdefault(photo.taken_on, []).append(photo)
    for of_day in by_day.values():
        first = of_day[0]
        assert first.taken_on is not None
        said = "；".join(dict.fromkeys(each.caption for each in of_day if each.caption))
        yield Happening(
            first.taken_on,
            "照片",
            said or f"现场照片{len(of_day)}张",
            reverse("projects:photo", args=[first.pk]),
            photo=reverse("projects:photo_small", args=[first.pk]),
        )
