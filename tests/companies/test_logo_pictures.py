"""A logo is drawn anew: small enough, of our own writing, and nothing of what else a file may hold."""

import io
import tracemalloc

import pytest
from PIL import Image

from erp.files.content_type import sniff
from erp.logo.pictures import MOST_BYTES, LogoRefused, drawn_anew
from tests.companies.pictures import (
    RED,
    moving,
    picture,
    png_head,
    turned,
    unpacking_bomb,
    with_words,
)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("PNG", "image/png"), ("WEBP", "image/png"), ("JPEG", "image/jpeg")],
)
def test_each_kind_becomes_one_that_every_browser_and_letter_shows(kind: str, mime: str) -> None:
    drawn = drawn_anew(picture(kind))
    assert drawn.mime == mime == sniff(drawn.content)
    assert opened(drawn.content).size == (120, 60)
    assert drawn.ending in {"png", "jpg"}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_to_write_a_colour_is_read(mode: str) -> None:
    assert opened(drawn_anew(picture(mode=mode)).content).mode == "RGBA"


def test_the_colours_of_print_are_read() -> None:
    assert opened(drawn_anew(picture("JPEG", mode="CMYK")).content).mode == "RGB"


def test_a_large_one_is_made_small_and_keeps_its_shape() -> None:
    assert opened(drawn_anew(picture(size=(3000, 1000))).content).size == (800, 267)
    assert opened(drawn_anew(picture(size=(1000, 3000))).content).size == (133, 400)


def test_what_is_see_through_stays_so() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(file, "PNG")
    assert opened(drawn_anew(file.getvalue()).content).getpixel((1, 1))[3] == 0  # type: ignore[index]


def test_one_that_a_camera_held_on_its_side_is_turned() -> None:
    assert opened(drawn_anew(turned()).content).size == (60, 120)


def test_of_one_that_moves_the_first_is_taken() -> None:
    first = opened(drawn_anew(moving()).content)
    assert getattr(first, "n_frames", 1) == 1
    assert first.convert("RGB").getpixel((10, 10)) == RED


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_nothing_is_left_of_texts_places_and_what_stands_behind_the_end(kind: str) -> None:
    hostile = with_words(kind)
    assert b"<script>" in hostile
    drawn = drawn_anew(hostile).content
    for trace in (b"script", b"html", b"Exif", b"Comment", b"ICC"):
        assert trace not in drawn
    assert not opened(drawn).info.keys() & {"exif", "icc_profile", "Comment", "xmp"}


def test_the_same_picture_is_drawn_the_same() -> None:
    assert drawn_anew(picture()) == drawn_anew(picture())


HOSTILE = {
    "empty": b"",
    "a text": b"hei",
    "html": b"<html><script>alert(1)</script></html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg with a prolog": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "pdf": b"%PDF-1.7\n",
    "gif": picture("GIF"),
    "tiff": picture("TIFF"),
    "bmp": picture("BMP"),
    "gif that says png": b"\x89PNG\r\n\x1a\n" + picture("GIF"),
    "png signature alone": b"\x89PNG\r\n\x1a\n",
    "jpeg signature alone": b"\xff\xd8\xff",
    "webp signature alone": b"RIFF\x10\x00\x00\x00WEBP",
    "cut off png": picture()[:-40],
    "cut off jpeg": picture("JPEG", size=(400, 400))[:600],
    "damaged": picture(size=(64, 64)).replace(b"IDAT", b"IDOT"),
    "no width": png_head(0, 60),
    "huge by its head": png_head(60_000, 60_000),
    "wider than may be": png_head(2_000_000, 17),
    "just too many dots": png_head(4001, 4000),
    "too small": picture(size=(15, 400)),
    "unpacking bomb": unpacking_bomb(),
    "more bytes than may be": picture() + b"\0" * MOST_BYTES,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_is_no_honest_picture_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(LogoRefused) as refused:
        drawn_anew(HOSTILE[name])
    (problem,) = refused.value.problems
    assert problem.field == "logo"
    assert problem.message


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    tracemalloc.start()
    try:
        for name in ("huge by its head", "unpacking bomb"):
            with pytest.raises(LogoRefused):
                drawn_anew(HOSTILE[name])
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 16 * 1024 * 1024
