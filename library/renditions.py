"""Makes from an upload what is kept: the picture drawn anew, and the same in the widths that pages show.

Only pixels survive. EXIF with its GPS position, comments, colour profiles and whatever was hidden behind the picture
stay behind.
"""

import contextlib
import io
import warnings
from dataclasses import dataclass

from django.core.files.base import File
from PIL import Image, ImageCms, ImageOps

from library.refusals import UploadRefused
from library.uploads import MAX_PIXELS, PictureFacts

WIDTHS = (320, 640, 960, 1440)
MAX_KEPT_PIXELS = 3_000_000
"""Larger pictures are drawn at this size: the widest rendition of a usual picture (3:2) needs half of it."""
RENDITION_QUALITY = 82
RENDITION_METHOD = 2  # 4, the encoder's own choice, takes twice the time and saves 2 to 5 % of the bytes
ORIGINAL_QUALITY = 92
SHARE_SIZE = (1200, 630)
"""What messengers and social networks show beside a link; several of them know no WebP."""
SHARE_BYTES = 200_000

# Pillow's own guard, for every reader in this process: past our limit it warns, and the warning is an error.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)

_SRGB = ImageCms.createProfile("sRGB")
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Encoded:
    type: str
    original: bytes
    width: int
    height: int
    renditions: dict[int, bytes]
    share: bytes

    @property
    def size(self) -> int:
        """Bytes of all that is kept of the picture."""
        return sum(map(len, (self.original, self.share, *self.renditions.values())))


def widths(width: int) -> list[int]:
    """The widths to make for a picture that wide; never wider than the picture itself."""
    return sorted({min(step, width) for step in WIDTHS})


def encode(upload: File, facts: PictureFacts) -> Encoded:
    """Raises UploadRefused for a picture that does not decode to its last line."""
    image = _decoded(upload, facts)
    kept_type = "webp" if image.mode == "RGBA" else "jpg"
    return Encoded(
        type=kept_type,
        original=_original_bytes(image, kept_type),
        width=image.width,
        height=image.height,
        renditions=_renditions(image),
        share=share_picture(image),
    )


def share_picture(image: Image.Image) -> bytes:
    """A JPEG of SHARE_SIZE under SHARE_BYTES; of a tall picture a little more of its upper half, where faces are."""
    opaque = Image.new("RGB", image.size, "white")
    opaque.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    cropped = ImageOps.fit(opaque, SHARE_SIZE, Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    for quality in range(85, 0, -10):
        drawn = _saved(cropped, "JPEG", quality=quality)
        if len(drawn) < SHARE_BYTES:
            break
    return drawn


def reopened(original: File) -> Image.Image:
    """What `encode` has kept, to draw more from it."""
    with contextlib.closing(Image.open(original)) as image:
        return _plain_mode(image)


def _decoded(upload: File, facts: PictureFacts) -> Image.Image:
    upload.seek(0)
    try:
        return _pixels_only(_srgb(_upright(upload, facts)))
    except Exception as error:  # Pillow's readers raise almost anything over hostile bytes.
        raise UploadRefused(
            "Ảnh bị hỏng hoặc tải lên chưa trọn vẹn. Hãy mở ảnh trên máy, lưu lại rồi tải lên lần nữa."
        ) from error


def _upright(upload: File, facts: PictureFacts) -> Image.Image:
    """Made small before it is turned: a large picture is heavy, and each step makes one more of it."""
    share = min(1.0, (MAX_KEPT_PIXELS / (facts.width * facts.height)) ** 0.5)
    size = max(1, int(facts.width * share)), max(1, int(facts.height * share))
    with contextlib.closing(Image.open(upload, formats=facts.pillow_formats)) as image:
        image.draft(None, size)  # a JPEG is read at half or a quarter of its size when that is enough
        image.load()
        turned = _TURNS.get(image.getexif().get(_ORIENTATION))
        if share < 1:
            image = _resized(image, size)
        return image.transpose(turned) if turned is not None else image.copy()


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.mode == "RGB":
        # One colour that stands for nothing: mixed with its neighbours it no longer does.
        image.info.pop("transparency", None)
    elif image.mode not in {"L", "CMYK", "RGBA", "LA"} or "transparency" in image.info:
        image = _grey(image) if image.mode == "I;16" else _plain_mode(image)
    image = image.reduce(max(1, min(image.width // size[0], image.height // size[1])))
    return image.resize(size, Image.Resampling.BICUBIC)


def _srgb(image: Image.Image) -> Image.Image:
    """Browsers are told nothing of colour, so the pixels themselves are brought to the common profile."""
    profile = image.info.get("icc_profile")
    if not profile:
        return _plain_mode(image)
    profiled = image if image.mode in {"RGB", "RGBA", "CMYK", "L"} else _plain_mode(image)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(
            profiled, source, _SRGB, outputMode="RGBA" if profiled.mode == "RGBA" else "RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):  # a profile that is broken, or of another kind of picture
        return _plain_mode(profiled)


def _plain_mode(image: Image.Image) -> Image.Image:
    if image.mode == "I;16":
        image = _grey(image)
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _grey(sixteen_bits: Image.Image) -> Image.Image:
    return sixteen_bits.point(lambda level: level / 256, "L").convert("L")


def _pixels_only(image: Image.Image) -> Image.Image:
    """Writers copy from `info` what readers found beside the pixels: profile, comment, EXIF, texts."""
    image.info.clear()
    return image


def _original_bytes(image: Image.Image, kept_type: str) -> bytes:
    if kept_type == "jpg":
        return _saved(image, "JPEG", quality=ORIGINAL_QUALITY)
    return _saved(image, "WEBP", quality=ORIGINAL_QUALITY, method=RENDITION_METHOD)


def _renditions(original: Image.Image) -> dict[int, bytes]:
    """From the widest down, each from the one before: the large picture is read only once."""
    made, image = {}, original
    for width in reversed(widths(original.width)):
        if width < image.width:
            height = max(1, round(original.height * width / original.width))
            image = image.resize((width, height), Image.Resampling.LANCZOS)
        made[width] = _saved(image, "WEBP", quality=RENDITION_QUALITY, method=RENDITION_METHOD)
    return made


def _saved(image: Image.Image, encoder: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, encoder, **options)
    return buffer.getvalue()
