"""Photos are drawn anew: what a camera wrote beside the picture, and whatever hides behind it, stays out."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000  # no phone takes more; a few bytes can unfold into gigabytes
LONGEST_SIDE, SMALL = 2000, (480, 360)  # pixels
LARGEST_SMALL = 40_000  # bytes
BROKEN = "Obrázek je poškozený, nepodařilo se ho přečíst. Otevřete ho v počítači a uložte znovu jako JPEG."
TOO_BIG = "Obrázek má moc bodů. Zmenšete ho tak, aby delší strana měla nejvýš 5000 bodů."


@dataclass(frozen=True)
class Thumbnail:
    """A small WebP picture, at most 40 kB."""

    content: bytes
    width: int  # pixels
    height: int


def made_anew(content: bytes) -> tuple[str, bytes, Thumbnail]:
    """Media type, the picture drawn anew (upright, at most 2000 px) and its thumbnail; raises ValidationError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # we ask for the number of points ourselves
            image = Image.open(BytesIO(content), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(TOO_BIG)
            kind = str(image.format)
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # before anything else: a copy of the whole takes memory
            drawn = ImageOps.exif_transpose(image).convert("RGB" if kind == "JPEG" else "RGBA")
    except Image.DecompressionBombError as error:
        raise ValidationError(TOO_BIG) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(BROKEN) from error
    drawn.info.clear()
    return f"image/{kind.lower()}", _saved(drawn, kind, quality=85), _thumbnail(drawn)


def _thumbnail(image: Image.Image) -> Thumbnail:
    small = image.copy()
    small.thumbnail(SMALL)
    quality = 80
    while len(content := _saved(small, "WEBP", quality=quality)) > LARGEST_SMALL and quality > 10:
        quality -= 10
    return Thumbnail(content, small.width, small.height)


def _saved(image: Image.Image, kind: str, *, quality: int) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, quality=quality, optimize=True)
    return buffer.getvalue()
