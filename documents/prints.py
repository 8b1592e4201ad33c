"""The photos of one document, each printed once under the name that it has in the file."""

from dataclasses import dataclass
from fractions import Fraction

from documents.paragraphs import Photo, PhotoRow
from files.prints import printed_photo


@dataclass(frozen=True)
class PlacedPhoto:
    """``name``: of its file; ``width``, ``height``: on paper, in mm."""

    name: str
    width: Fraction
    height: Fraction


class Prints:
    """Collects them while a document is written; ``files`` are their contents by name."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._placed: dict[tuple[str, int, int], PlacedPhoto | None] = {}

    def place(self, photo: Photo, row: PhotoRow) -> PlacedPhoto | None:
        """None where a sentence stands instead of it."""
        if not photo.place:
            return None
        asked = photo.place, row.width, row.height
        if asked not in self._placed:
            self._placed[asked] = self._print(*asked)
        return self._placed[asked]

    def _print(self, place: str, width: int, height: int) -> PlacedPhoto | None:
        found = printed_photo(place, width, height)
        if found is None:
            return None
        name = f"photo{len(self.files) + 1}.{found.suffix}"
        self.files[name] = found.content
        return PlacedPhoto(name, found.width, found.height)
