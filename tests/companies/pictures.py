"""Pictures of all kinds, honest and hostile, made here."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, PngImagePlugin

RED = (200, 30, 40)


def picture(
    kind: str = "PNG", size: tuple[int, int] = (120, 60), mode: str = "RGB", **options: Any
) -> bytes:
    """A plain picture of one colour."""
    file = io.BytesIO()
    colour = RED if mode in {"RGB", "RGBA"} else 1
    Image.new(mode, size, colour).save(file, kind, **options)
    return file.getvalue()


def png_chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def png_head(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    dots = png_chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + dots + png_chunk(b"IEND", b"")


def unpacking_bomb() -> bytes:
    """A small PNG whose text unpacks to 64 MB."""
    text = zlib.compress(b"\0" * 64 * 1024 * 1024, 9)
    made = picture()
    at = made.index(b"IDAT") - 4
    return made[:at] + png_chunk(b"zTXt", b"Comment\0\0" + text) + made[at:]


def with_words(kind: str = "PNG", words: str = "<script>alert(1)</script>") -> bytes:
    """A picture that carries a text where its kind has a place for one, and another behind its end."""
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", words)
        made = picture("PNG", pnginfo=info)
    else:
        exif = Image.Exif()
        exif[0x010E] = words  # ImageDescription
        made = picture(kind, exif=exif.tobytes())
    return made + f"<html>{words}</html>".encode()


def moving() -> bytes:
    """A WebP of two pictures, the second blue."""
    file = io.BytesIO()
    first, second = Image.new("RGB", (64, 64), RED), Image.new("RGB", (64, 64), (0, 0, 255))
    first.save(file, "WEBP", save_all=True, append_images=[second], lossless=True)
    return file.getvalue()


def turned() -> bytes:
    """A JPEG that a camera held on its side: 120 by 60, to be shown as 60 by 120."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture("JPEG", exif=exif.tobytes())
