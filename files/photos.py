"""Photos from a site: taken in only as pictures that we encoded anew.

What a telephone writes beside the picture (where it was taken, by which device, a second
picture) never reaches the disk, and a file that is no picture does not survive being decoded.
"""

import datetime
import io
import struct
import threading
import zlib
from dataclasses import dataclass

from PIL import Image

from accounts.errors import DomainError
from files.heic import HEIC, is_heic
from files.sizes import LARGEST, too_large

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2000
MOST_PHOTOS = 9
"""Of one finding."""

# What Pillow itself refuses to decode lies at twice this; ours is asked for in ``_opened``.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

_MARKS = (b"\xff\xd8\xff", b"\x89PNG")
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 85
_DAMAGED = "照片不完整或已损坏，请重新拍照或重新导出后上传"
_ORIENTATION = 0x0112
_EXIF, _TAKEN_AT, _CHANGED_AT = 0x8769, 0x9003, 0x0132
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# A decoder meets a broken file with any of these (UnidentifiedImageError is an OSError).
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
    LookupError,
    TypeError,
    OverflowError,
)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# The largest picture takes some 280 MB while it is decoded: one at a time in a process.
_decoding = threading.Lock()


class UnfitPhoto(DomainError):
    """A file that is no photo we take; the message says what to send instead."""


@dataclass(frozen=True)
class EncodedPhoto:
    """The JPEG that is kept."""

    content: bytes
    width: int
    height: int


def encode(content: bytes) -> EncodedPhoto:
    """The photo upright, at most 2000 pixels long, without metadata. Raises UnfitPhoto."""
    if not content:
        raise UnfitPhoto("文件是空的，请重新选择照片")
    if len(content) > LARGEST:
        raise UnfitPhoto(too_large_photo(len(content)))
    with _decoding:
        try:
            # Once to check, which leaves the picture unusable, and once to read.
            _opened(content).verify()
            return _encoded(_opened(content))
        except _BOMBS as error:
            raise UnfitPhoto(_too_many_pixels()) from error
        except _BROKEN as error:
            raise UnfitPhoto(_DAMAGED) from error


def taken_on(content: bytes) -> datetime.date | None:
    """The day on which the camera says that it took the photo: read before it is encoded anew, and
    not kept with it. None where the camera says none, or one that no clock shows."""
    try:
        exif = _opened(content).getexif()
        written = exif.get_ifd(_EXIF).get(_TAKEN_AT) or exif.get(_CHANGED_AT) or ""
        year, month, day = (int(part) for part in str(written)[:10].split(":"))
        return datetime.date(year, month, day)
    except (UnfitPhoto, *_BROKEN):
        return None


def is_photo(content: bytes) -> bool:
    """Whether the file begins as a photo does, one that we cannot decode included."""
    return content.startswith(_MARKS) or content[8:12] == b"WEBP" or is_heic(content)


def thumbnail(content: bytes, longest: int) -> bytes:
    """A photo that we encoded ourselves, as a small JPEG of at most ``longest`` pixels a side."""
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
        # Decoded at a fraction of its size: 13 ms for 2000 pixels.
        image.draft("RGB", (longest, longest))
        image.thumbnail((longest, longest))
        out = io.BytesIO()
        image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def too_large_photo(size: int) -> str:
    return too_large("照片", size, "请降低拍照的清晰度，或压缩后上传")


def _too_many_pixels() -> str:
    return f"照片超过{MOST_PIXELS // 10_000}万像素，请降低拍照的分辨率后重新上传"


def _opened(content: bytes) -> Image.Image:
    """The file's head, read; its picture is not decoded yet."""
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except OSError as error:
        raise UnfitPhoto(_unknown(content)) from error
    if image.width * image.height > MOST_PIXELS:
        raise UnfitPhoto(_too_many_pixels())
    return image


def _unknown(content: bytes) -> str:
    """What to say of a file of which Pillow cannot read the head."""
    if is_heic(content):
        return HEIC
    if is_photo(content):
        return _DAMAGED
    return "不是 JPEG、PNG 或 WebP 照片，请上传手机或相机拍的照片（JPG、PNG）"


def _encoded(image: Image.Image) -> EncodedPhoto:
    turn = _turn_of(image)
    # A JPEG can be decoded at a fraction of its size; others ignore this.
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    # Pasted on a new sheet: nothing but the pixels comes along, and what is transparent is white.
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    picture = image.convert("RGBA" if has_alpha else "RGB")
    plain = Image.new("RGB", picture.size, "white")
    plain.paste(picture, mask=picture if has_alpha else None)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if turn is not None:
        plain = plain.transpose(turn)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return EncodedPhoto(content=out.getvalue(), width=plain.width, height=plain.height)


def _turn_of(image: Image.Image) -> Image.Transpose | None:
    """How to set the picture upright; a note that cannot be read turns nothing."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return None
