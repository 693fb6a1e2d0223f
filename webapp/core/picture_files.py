"""A picture somebody sends becomes one of our own: read, measured, drawn anew as PNG.

Nothing of the file that came survives but its pixels: no Exif (places, cameras, names), no texts,
no second file hidden behind the first, no profile. PNG and JPEG only, told by what is inside and
not by the name; never SVG, which can carry scripts.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from flask_babel import gettext as _
from PIL import Image, ImageOps

#: Bytes of a file that may be sent.
MOST_BYTES = 2 * 1024 * 1024
#: Pixels of one: a few kilobytes can unfold to gigabytes.
MOST_PIXELS = 12_000_000
#: Of either side. Smaller ones look like dust on paper.
LEAST_SIDE = 32
#: What is kept: enough for print at three times the size on a screen.
KEPT = (900, 450)
_SIGNATURES = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff"}
#: What Pillow raises at files that are broken in one way or another.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    OverflowError,
    TypeError,
    struct.error,
    zlib.error,
)


class PictureRefused(ValueError):
    """The file cannot be used; the message says what to send instead."""


@dataclass(frozen=True)
class Drawn:
    """A picture drawn anew: PNG bytes and its size in pixels."""

    data: bytes
    width: int
    height: int


def drawn_anew(file: IO[bytes]) -> Drawn:
    """The picture in *file*, made small enough to keep. Raises :class:`PictureRefused`."""
    data = file.read(MOST_BYTES + 1)
    if not data:
        raise PictureRefused(_("The file is empty. Choose another one."))
    if len(data) > MOST_BYTES:
        raise PictureRefused(_("The file is larger than 2 MB. Save the picture smaller."))
    try:
        with _opened(data) as picture:
            _measure(picture)
            return _encoded(_upright(picture))
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise PictureRefused(_too_many_pixels()) from error
    except _BROKEN as error:
        message = _("The file is damaged. Open it in a program for pictures and save it again.")
        raise PictureRefused(message) from error


def _opened(data: bytes) -> Image.Image:
    """Only its head is read. The first bytes say what it is; Pillow is asked for nothing else."""
    for name, signature in _SIGNATURES.items():
        if data.startswith(signature):
            return Image.open(BytesIO(data), formats=(name,))
    raise PictureRefused(_("Send a PNG or JPEG picture; others, such as SVG, are not taken."))


def _measure(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise PictureRefused(_too_many_pixels())
    if min(width, height) < LEAST_SIDE:
        raise PictureRefused(
            _("The picture is too small: each side needs %(num)d pixels.", num=LEAST_SIDE)
        )
    if picture.format == "PNG" and getattr(picture, "is_animated", False):
        raise PictureRefused(_("This picture moves. Save one that stands still."))


def _too_many_pixels() -> str:
    width, height = KEPT
    return str(
        _(
            "The picture has too many pixels. Save it smaller: %(width)d × %(height)d are plenty.",
            width=width,
            height=height,
        )
    )


def _upright(picture: Image.Image) -> Image.Image:
    """In eight bits a colour, turned as the camera meant it, within the size that is kept."""
    if picture.mode.startswith("I") or picture.mode == "F":
        # 16 bits of grey: converting them would cut, not divide.
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    has_alpha = picture.has_transparency_data
    picture = ImageOps.exif_transpose(picture)
    picture = picture.convert("RGBA" if has_alpha else "RGB")
    picture.thumbnail(KEPT, Image.Resampling.LANCZOS)
    return picture


def _encoded(picture: Image.Image) -> Drawn:
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    file = BytesIO()
    bare.save(file, "PNG", optimize=True)
    return Drawn(file.getvalue(), *bare.size)
