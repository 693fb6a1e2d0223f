"""Pictures for tests, made where they are needed."""

from io import BytesIO
from typing import Any

from PIL import Image


def drawing(width: int = 300, height: int = 120, mode: str = "RGB") -> Image.Image:
    """A picture that is not of one colour."""
    picture = Image.linear_gradient("L").resize((width, height))
    return picture.convert(mode)


def png(width: int = 300, height: int = 120, mode: str = "RGB", **options: Any) -> BytesIO:
    """A PNG file."""
    return saved(drawing(width, height, mode), "PNG", **options)


def jpeg(width: int = 300, height: int = 120, mode: str = "RGB", **options: Any) -> BytesIO:
    """A JPEG file."""
    return saved(drawing(width, height, mode), "JPEG", **options)


def saved(picture: Image.Image, kind: str, **options: Any) -> BytesIO:
    """*picture* as a file, to be read from its beginning."""
    file = BytesIO()
    picture.save(file, kind, **options)
    file.seek(0)
    return file
