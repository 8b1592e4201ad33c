"""Photos of a document on a page, small and within it: its address is a higher room's."""

import base64

from django import template

from documents.paragraphs import Photo, PhotoRow
from files.prints import printed_photo

register = template.Library()

WIDTH, HEIGHT = 48, 36
"""In mm: 378 pixels."""


@register.filter
def small_photo(photo: Photo) -> str:
    """As the address of an image; "" where a sentence stands instead of it."""
    found = printed_photo(photo.place, WIDTH, HEIGHT) if photo.place else None
    if found is None:
        return ""
    kind = "png" if found.suffix == "png" else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(found.content).decode()}"


@register.filter
def places_of(row: PhotoRow) -> list[Photo | None]:
    """Its photos and, where it is not full, its empty places."""
    return [*row.photos, *[None] * (row.columns - len(row.photos))]
