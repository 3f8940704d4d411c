"""Files: what people upload, known by its content and not by its name, kept outside the web root."""

import hashlib
import io
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import puremagic
from flask import current_app
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from engage.core import clock, incoming
from engage.core.database import Base, after_commit, db
from engage.core.errors import Refused

PICTURE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"})
DOCUMENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
}
LARGEST_PICTURE = 1600
CARD_WIDTH = 320
SMALL_WIDTH = 640
RENDITIONS = (CARD_WIDTH, SMALL_WIDTH)
_QUALITY = 72
# More of them are no slip: the file is no text, or written with two bytes for each letter.
FEW_NULS = 10
MOST_PIXELS = 60_000_000


class StoredFile(Base):
    """A file that was taken in: its bytes lie under its key in the data folder."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
    created_at: Mapped[datetime]

    @property
    def kind(self) -> str:
        """The type as people call it: PDF, CSV, Word document …"""
        return Path(self.name).suffix.lstrip(".").upper()

    @property
    def path(self) -> str:
        """The path of the site at which it is served."""
        return f"/files/{self.key}/{self.name}"

    @property
    def small_path(self) -> str:
        """The path at which a smaller rendition of a picture is served; the whole one's when it is small itself."""
        return self._path_of(SMALL_WIDTH) if (self.width or 0) > SMALL_WIDTH else self.path

    @property
    def srcset(self) -> str:
        """The renditions of a picture with their widths, as `srcset` wants them; empty when there is one only."""
        whole = self.width or 0
        smaller = [f"{self._path_of(width)} {width}w" for width in RENDITIONS if width < whole]
        return ", ".join([*smaller, f"{self.path} {whole}w"]) if smaller else ""

    def _path_of(self, width: int) -> str:
        return f"{self.path}?width={width}"


@dataclass(frozen=True)
class Accepted:
    """An upload that was looked at and cleaned, not yet written down; made outside any unit of work."""

    name: str
    media_type: str
    data: bytes
    width: int | None = None
    height: int | None = None
    renditions: Mapping[int, bytes] = field(default_factory=dict)


def accept_picture(name: str, data: bytes) -> Accepted:
    """A picture, re-encoded without its metadata, turned upright and no larger than 1600 pixels; raises Refused."""
    _check_size(data, "picture")
    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=list(PICTURE_TYPES))
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused("The picture has too many pixels. Make it smaller and upload it again.", "picture")
        return encode_picture(name, ImageOps.exif_transpose(picture))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(
            "This is not a picture that can be shown. Use a JPEG, PNG, WebP or GIF file.", "picture"
        ) from error


def encode_picture(name: str, picture: Image.Image) -> Accepted:
    """A picture as it is stored: the whole and, of a large one, the renditions for phones and cards."""
    kind = "PNG" if picture.mode in ("RGBA", "LA", "P") else "JPEG"
    picture = picture.convert("RGBA" if kind == "PNG" else "RGB")
    picture.thumbnail((LARGEST_PICTURE, LARGEST_PICTURE))
    renditions = {width: _encoded(_smaller(picture, width), kind) for width in RENDITIONS if width < picture.width}
    clean = Path(clean_name(name)).stem + (".png" if kind == "PNG" else ".jpg")
    return Accepted(clean, PICTURE_TYPES[kind], _encoded(picture, kind), picture.width, picture.height, renditions)


def _smaller(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)


def _encoded(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def accept_document(name: str, data: bytes) -> Accepted:
    """A document whose content is what its name says; raises Refused."""
    _check_size(data, "file")
    name = clean_name(name)
    suffix = Path(name).suffix.lstrip(".").lower()
    if suffix not in DOCUMENT_TYPES:
        raise Refused(f"Files of this kind cannot be attached. Use one of: {', '.join(DOCUMENT_TYPES)}.", "file")
    if not _content_is(suffix, data):
        raise Refused(f"This file says that it is {suffix.upper()}, but its content is something else.", "file")
    return Accepted(name, DOCUMENT_TYPES[suffix], data)


def accept_table(name: str, data: bytes) -> Accepted:
    """A document to be taken in line by line: a few NULs spoil no CSV, for each line that has one is told by itself."""
    plain = Path(name).suffix.lower() == ".csv" and 0 < data.count(0) <= FEW_NULS
    accepted = accept_document(name, data.replace(b"\x00", b"") if plain else data)
    return Accepted(accepted.name, accepted.media_type, data)


def accept_file(name: str, data: bytes) -> Accepted:
    """A picture, as phones take them, or a document; raises Refused."""
    is_picture = Path(name).suffix.lower() in PICTURE_SUFFIXES
    return accept_picture(name, data) if is_picture else accept_document(name, data)


def _content_is(suffix: str, data: bytes) -> bool:
    if suffix == "csv":
        return incoming.is_text(data)
    if suffix == "txt":
        return b"\x00" not in data and _is_text(data)
    try:
        found = puremagic.from_string(data).lstrip(".").lower()
    except (puremagic.PureError, ValueError):
        return False
    if suffix == "pdf":
        return data[:5] == b"%PDF-"
    return found in {suffix, "zip", "docx", "xlsx", "pptx", "odt", "ods"} and _zip_holds(suffix, data)


def _zip_holds(suffix: str, data: bytes) -> bool:
    import zipfile

    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        return False
    inside = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/", "odt": "content.xml", "ods": "content.xml"}[suffix]
    return any(name.startswith(inside) for name in names)


def _is_text(data: bytes) -> bool:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _check_size(data: bytes, field: str) -> None:
    limit = int(current_app.config["ENGAGE"].upload_limit_mb)
    if not data:
        raise Refused("The file is empty. Choose another one.", field)
    if len(data) > limit * 1_000_000:
        raise Refused(f"The file is larger than {limit} MB. Make it smaller or split it.", field)


def clean_name(name: str) -> str:
    """A file name of plain letters, digits, dots and hyphens, at most 80 long, that keeps its ending."""
    stem, _, suffix = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    stem = re.sub(r"[^A-Za-z0-9]+", "-", stem or suffix).strip("-")[:70] or "file"
    suffix = re.sub(r"[^A-Za-z0-9]+", "", suffix)[:8].lower()
    return f"{stem}.{suffix}" if suffix else stem


def store(accepted: Accepted) -> StoredFile:
    """Write the bytes to the disk and a row beside them in the running unit of work."""
    key = secrets.token_hex(10)
    path = _folder() / key[:2] / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(accepted.data)
    for width, data in accepted.renditions.items():
        _rendition_of(path, width).write_bytes(data)
    row = StoredFile(
        key=key,
        name=accepted.name,
        media_type=accepted.media_type,
        size=len(accepted.data),
        sha256=hashlib.sha256(accepted.data).hexdigest(),
        width=accepted.width,
        height=accepted.height,
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def forget(row: StoredFile) -> None:
    """Delete the row of a file in the running unit of work, and its bytes once that is committed."""
    path = location(row)
    db.session.delete(row)
    db.session.flush()
    after_commit(lambda: _unlink(path))


def _unlink(path: Path) -> None:
    for each in (path, *(_rendition_of(path, width) for width in RENDITIONS)):
        each.unlink(missing_ok=True)


def location(row: StoredFile) -> Path:
    """Where the bytes of a stored file lie."""
    return _folder() / row.key[:2] / row.key


def rendition_location(row: StoredFile, width: int) -> Path:
    """Where the rendition of a picture of a width lies; that of the next larger one when it was never made."""
    whole = location(row)
    made = (_rendition_of(whole, each) for each in RENDITIONS if each >= width)
    return next((path for path in made if path.exists()), whole)


def _rendition_of(path: Path, width: int) -> Path:
    return path.with_name(f"{path.name}-{width}")


def _folder() -> Path:
    return Path(current_app.config["ENGAGE"].data_dir).resolve() / "files"
