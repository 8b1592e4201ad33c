"""What the journal asks of whom."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from accounts.people.waiting import Waiting
from projects.journal.selectors import unread_of


def notes_to_read(user: User, today: datetime.date) -> Iterator[Waiting]:
    """Notes that name the user, until they have read them. One query."""
    if user.acts_for is not None:
        return
    for named in unread_of(user).order_by("note__day", "pk"):
        note = named.note
        yield Waiting(
            "阅看记事",
            note.project.name,
            f"{reverse('projects:journal', args=[note.project_id])}#note-{note.pk}",
            f"{note.written_by}：{note.text[:60]}",
        )
