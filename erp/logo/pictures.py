"""Drawing a picture anew: decoded within limits, made small enough, written without anything but its dots.

Pure: bytes in, bytes out. A file that is two things at once, carries texts, places or programs, or would fill
the memory when unpacked, comes out as plain dots or not at all.
"""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from erp.errors import BusinessError, Problem
from erp.files.content_type import sniff

# Units: bytes; dots; dots on a side.
MOST_BYTES = 2 * 1024 * 1024
MOST_DOTS = 16_000_000
SHORTEST_SIDE = 16
KEPT = (800, 400)  # width and height that a logo is made to fit into
READ = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


class LogoRefused(BusinessError):
    """The picture cannot be a logo."""

    code = "logo_refused"


@dataclass(frozen=True)
class Picture:
    """A picture that we have written ourselves."""

    content: bytes
    mime: str
    ending: str


def drawn_anew(content: bytes) -> Picture:
    """Return a picture as we write it: JPEG stays JPEG, PNG and WebP become PNG. Raises: LogoRefused."""
    if len(content) > MOST_BYTES:
        message = _("The picture is larger than %(limit)s MB.")
        raise refused(message % {"limit": MOST_BYTES // 1024 // 1024})
    mime = sniff(content)
    if mime not in READ:
        raise refused(_("The logo must be a picture of type PNG, JPEG or WebP."))
    picture = decoded(content, READ[mime])
    picture.thumbnail(KEPT, Image.Resampling.LANCZOS)
    return written(picture, as_jpeg=mime == "image/jpeg")


def decoded(content: bytes, kind: str) -> Image.Image:
    """Return the dots of a picture, turned as its camera held it. Raises: LogoRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # Only this kind: the signature and the decoder must agree.
            with Image.open(io.BytesIO(content), formats=[kind]) as picture:
                check_sides(*picture.size)
                picture.seek(0)  # The first of a picture that moves.
                turned = ImageOps.exif_transpose(picture)
                return turned.convert("RGB" if kind == "JPEG" else "RGBA")
    except Image.DecompressionBombWarning as error:
        raise too_many_dots() from error
    except Image.DecompressionBombError as error:
        raise too_many_dots() from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        # What Pillow raises for a picture that is cut off, damaged, or lies about itself.
        raise refused(_("The picture is damaged and cannot be read.")) from error


def check_sides(width: int, height: int) -> None:
    """Refuse a picture by what its head says of its size, before its dots are unpacked. Raises: LogoRefused."""
    if width * height > MOST_DOTS:
        raise too_many_dots()
    if min(width, height) < SHORTEST_SIDE:
        message = _("The picture must be at least %(side)s dots on each side.")
        raise refused(message % {"side": SHORTEST_SIDE})


def written(picture: Image.Image, *, as_jpeg: bool) -> Picture:
    """Write dots as a file, without what else the picture carried."""
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    file = io.BytesIO()
    if as_jpeg:
        plain.save(file, "JPEG", quality=90, optimize=True)
        return Picture(file.getvalue(), "image/jpeg", "jpg")
    plain.save(file, "PNG", optimize=True)
    return Picture(file.getvalue(), "image/png", "png")


def too_many_dots() -> LogoRefused:
    """Return the refusal of a picture that is too large to unpack."""
    message = _("The picture has more than %(limit)s million dots.")
    return refused(message % {"limit": MOST_DOTS // 1_000_000})


def refused(message: str) -> LogoRefused:
    """Return a refusal at the field of the logo."""
    return LogoRefused(Problem(message, "logo"))
