"""Pictures from outside: what is taken, what is left of them, how they are served."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import func, select

from tests.drawing import drawing, jpeg, png, saved
from tests.factories import make_organisation
from webapp.core import pictures
from webapp.core.database import db, write
from webapp.core.picture_files import KEPT, MOST_BYTES, Drawn, PictureRefused, drawn_anew
from webapp.core.pictures import Picture

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def opened(drawn: Drawn) -> Image.Image:
    picture = Image.open(BytesIO(drawn.data))
    picture.load()
    return picture


def chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def png_of(width: int, height: int, pixels: bytes, *more: bytes) -> BytesIO:
    """A PNG that says it is so large and holds these (compressed) pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return BytesIO(SIGNATURE + head + b"".join(more) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


# What is taken


def test_a_png_and_a_jpeg_become_a_png(app: Flask) -> None:
    with app.test_request_context():
        for file in (png(300, 120), jpeg(300, 120)):
            drawn = drawn_anew(file)

            assert (drawn.width, drawn.height) == (300, 120)
            assert opened(drawn).format == "PNG"


def test_a_large_picture_is_made_as_small_as_is_kept(app: Flask) -> None:
    with app.test_request_context():
        drawn = drawn_anew(png(2400, 600))

    assert (drawn.width, drawn.height) == (KEPT[0], KEPT[0] // 4)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGB", "RGBA", "I;16"])
def test_every_way_of_storing_colours_is_read(app: Flask, mode: str) -> None:
    picture = drawing(mode="L" if mode == "I;16" else mode)
    if mode == "I;16":
        picture = picture.convert("I").point(lambda value: value * 257).convert("I;16")
    with app.test_request_context():
        drawn = opened(drawn_anew(saved(picture, "PNG")))

    darkest, brightest = drawn.convert("L").getextrema()
    assert (darkest, brightest) in ((0, 255), (1, 254))
    assert drawn.mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")


def test_a_printers_jpeg_is_read(app: Flask) -> None:
    with app.test_request_context():
        assert opened(drawn_anew(jpeg(mode="CMYK"))).mode == "RGB"


def test_see_through_stays_see_through(app: Flask) -> None:
    picture = Image.new("RGBA", (100, 100), (255, 0, 0, 0))
    with app.test_request_context():
        drawn = opened(drawn_anew(saved(picture, "PNG")))

    assert drawn.getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_a_picture_is_turned_as_the_camera_meant_it(app: Flask) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90°
    with app.test_request_context():
        drawn = drawn_anew(jpeg(300, 120, exif=exif))

    assert (drawn.width, drawn.height) == (120, 300)


# What is left of them


def test_nothing_but_pixels_survives(app: Flask) -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET in the Exif"
    info = PngInfo()
    info.add_text("Comment", "SECRET in a text <script>alert(1)</script>")
    profile = b"SECRET profile" * 20
    files = [
        png(pnginfo=info, exif=exif, icc_profile=profile),
        jpeg(exif=exif, comment=b"SECRET comment", icc_profile=profile),
    ]
    assert all(b"SECRET" in file.getvalue() for file in files)
    with app.test_request_context():
        for file in files:
            drawn = drawn_anew(file)

            assert b"SECRET" not in drawn.data
            assert opened(drawn).info == {}


def test_a_second_file_behind_the_first_is_gone(app: Flask) -> None:
    """A picture that is also an archive, or a page."""
    file = png()
    file.seek(0, 2)
    with ZipFile(file, "a") as archive:
        archive.writestr("run.class", b"hidden")
    file.write(b"<html><script>alert(1)</script></html>")
    assert ZipFile(file).namelist() == ["run.class"]
    file.seek(0)
    with app.test_request_context():
        drawn = drawn_anew(file)

    assert drawn.data.endswith(chunk(b"IEND", b""))
    assert b"PK\x03\x04" not in drawn.data
    assert b"script" not in drawn.data


# What is refused


def refused(app: Flask, file: BytesIO) -> str:
    with app.test_request_context(), pytest.raises(PictureRefused) as caught:
        drawn_anew(file)
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"%PDF-1.7\n",
        b"<html></html>",
    ],
)
def test_other_formats_are_refused(app: Flask, content: bytes) -> None:
    assert refused(app, BytesIO(content)).startswith("Send a PNG or JPEG picture")


def test_an_empty_file_is_refused(app: Flask) -> None:
    assert refused(app, BytesIO()) == "The file is empty. Choose another one."


def test_more_than_two_megabytes_are_refused(app: Flask) -> None:
    file = BytesIO(png().getvalue() + b"\x00" * MOST_BYTES)

    assert refused(app, file) == "The file is larger than 2 MB. Save the picture smaller."


@pytest.mark.parametrize(("width", "height"), [(4000, 4000), (20_000, 20_000), (2**31 - 1, 40)])
def test_a_bomb_of_pixels_is_refused_by_its_head(app: Flask, width: int, height: int) -> None:
    """A few bytes that would unfold to gigabytes."""
    file = png_of(width, height, zlib.compress(b"\x00" * 10_000))

    assert refused(app, file).startswith("The picture has too many pixels")


def test_a_bomb_of_text_is_refused(app: Flask) -> None:
    """80 kilobytes that unfold to 80 megabytes of "comment"."""
    bomb = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"\x00" * 80_000_000, 9))
    file = png_of(100, 100, zlib.compress(b"\x00" * 101 * 100), bomb)

    assert refused(app, file).startswith("The file is damaged")


def test_a_stream_of_pixels_without_end_costs_no_more_than_its_picture(app: Flask) -> None:
    """What comes after the last line is not unfolded."""
    file = png_of(100, 100, zlib.compress(b"\x00" * 300_000_000, 9))
    with app.test_request_context():
        drawn = drawn_anew(file)

    assert (drawn.width, drawn.height) == (100, 100)


def test_a_moving_picture_is_refused(app: Flask) -> None:
    frames = [drawing(), drawing().rotate(180)]
    file = saved(frames[0], "PNG", save_all=True, append_images=frames[1:])

    assert refused(app, file) == "This picture moves. Save one that stands still."


def test_a_picture_like_a_speck_is_refused(app: Flask) -> None:
    assert refused(app, png(300, 8)).startswith("The picture is too small")


def test_a_cut_file_is_refused(app: Flask) -> None:
    for whole in (png(mode="RGBA").getvalue(), jpeg().getvalue()):
        assert refused(app, BytesIO(whole[: len(whole) // 2])).startswith("The file is damaged")


@given(data=st.data(), is_png=st.booleans())
def test_whatever_is_broken_in_a_file_it_is_a_picture_or_refused(
    data: st.DataObject, is_png: bool
) -> None:
    content = bytearray((png(64, 40, "P") if is_png else jpeg(64, 40)).getvalue())
    for _each in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(3, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(10, len(content)))

    try:
        drawn = drawn_anew(BytesIO(bytes(content[:cut])))
    except PictureRefused:
        return
    assert opened(drawn).format == "PNG"


# How they are kept and served


def kept(app: Flask, file: BytesIO) -> str:
    with app.app_context(), write():
        return pictures.keep(drawn_anew(file))


def test_the_same_picture_is_kept_once(app: Flask) -> None:
    names = {kept(app, png()), kept(app, png()), kept(app, png(200, 100))}

    assert len(names) == 2
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Picture)) == 2


def test_a_picture_is_served_for_ever_as_what_it_is(app: Flask, client: FlaskClient) -> None:
    name = kept(app, png())

    answer = client.get(f"/pictures/{name}.png")

    assert answer.mimetype == "image/png"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Set-Cookie" not in answer.headers
    assert Image.open(BytesIO(answer.data)).size == (300, 120)
    again = client.get(f"/pictures/{name}.png", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["x", "0" * 32 + "-10x10", "..%2fsecret-key", "%00", "a" * 5000])
def test_another_name_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/pictures/{name}.png").status_code == 404


def test_the_name_tells_the_size(app: Flask) -> None:
    name = kept(app, png(300, 120))
    with app.test_request_context():
        found = pictures.shown(name, "Logo")

    assert found is not None
    assert (found.width, found.height) == (300, 120)


def test_a_name_from_elsewhere_shows_nothing(app: Flask) -> None:
    with app.test_request_context():
        assert pictures.shown("../../x-10x10", "Logo") is None
        assert pictures.shown(None, "Logo") is None


def test_a_picture_is_forgotten_when_nobody_shows_it_any_more(any_app: Flask) -> None:
    with any_app.app_context():
        with write():
            first, second = make_organisation("First"), make_organisation("Second")
            first.logo = second.logo = pictures.keep(drawn_anew(png()))
        name = first.logo

        with write():
            first.logo = None
            pictures.forget(name)
        assert db.session.get(Picture, name) is not None
        with write():
            second.logo = None
            pictures.forget(name)
        assert db.session.get(Picture, name) is None
