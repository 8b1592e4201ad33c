"""A kept picture as it is printed: at most 200 pixels to the inch, and never more than it has."""

import io
from dataclasses import dataclass
from fractions import Fraction

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from PIL import Image

PIXELS_PER_INCH = 200
_QUALITY = 85
_FORMATS = ("JPEG", "PNG")
# Of millimetres to the inch.
_INCH = Fraction(254, 10)
# A file that is gone, or that is no picture any more.
_LOST = (OSError, SyntaxError, ValueError, SuspiciousOperation, Image.DecompressionBombError)


@dataclass(frozen=True)
class PrintedPhoto:
    """A JPEG or PNG, and how large it stands on paper, in mm."""

    content: bytes
    suffix: str
    width: Fraction
    height: Fraction


def printed_photo(place: str, width: int, height: int) -> PrintedPhoto | None:
    """The picture that lies at ``place`` of the data folder, as large as ``width`` × ``height`` mm
    hold it; None where it is lost. The same picture gives the same bytes."""
    try:
        with default_storage.open(place, "rb") as stream:
            content = stream.read()
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            return _scaled(image, content, width, height)
    except _LOST:
        return None


def _scaled(image: Image.Image, content: bytes, width: int, height: int) -> PrintedPhoto:
    suffix = "png" if image.format == "PNG" else "jpg"
    share = min(Fraction(width, image.width), Fraction(height, image.height))
    on_paper = image.width * share, image.height * share
    pixels = [max(int(side / _INCH * PIXELS_PER_INCH), 1) for side in on_paper]
    if pixels[0] < image.width:
        # Decoded at a fraction of its size where it is a JPEG.
        image.draft("RGB", (pixels[0], pixels[1]))
        smaller = image.convert("RGB").resize((pixels[0], pixels[1]), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        smaller.save(out, "JPEG", quality=_QUALITY)
        content, suffix = out.getvalue(), "jpg"
    else:
        image.load()
    return PrintedPhoto(content, suffix, *on_paper)
