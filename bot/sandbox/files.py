"""Files of a chat in memory: what bots upload and what people send, with the limits Telegram sets."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import bad_request

MOST_DOWNLOAD = 20 * 1024 * 1024
MOST_PHOTO = 10 * 1024 * 1024
MOST_SIDES = 10_000
MOST_RATIO = 20
THUMBNAIL_SIDE = 90
EXTENSIONS = {"photo": "jpg", "voice": "oga", "sticker": "webp", "document": "bin"}


@dataclass(frozen=True, slots=True)
class File:
    """One file. `size` is what Telegram declares, which may be more than the sandbox holds."""

    id: str
    unique_id: str
    path: str
    content: bytes
    size: int

    def json(self) -> dict[str, Any]:
        """The fields every file object of the Bot API has."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


@dataclass(slots=True)
class FileStore:
    """All files by their id and by their path."""

    by_id: dict[str, File] = field(default_factory=dict)
    by_path: dict[str, File] = field(default_factory=dict)

    def add(self, kind: str, content: bytes, *, name: str = "", size: int | None = None) -> File:
        """Keep a file under a path Telegram might give it."""
        number = len(self.by_id)
        extension = name.rpartition(".")[2] if "." in name else EXTENSIONS.get(kind, "bin")
        file = File(
            id=f"AgACAgIAAxkBAA{number:06d}_{kind}",
            unique_id=f"AQAD{number:06d}",
            path=f"{kind}s/file_{number}.{extension}",
            content=content,
            size=len(content) if size is None else size,
        )
        self.by_id[file.id] = self.by_path[file.path] = file
        return file

    def of(self, file_id: str) -> File:
        """The file of an id a bot sent back."""
        if file_id not in self.by_id:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return self.by_id[file_id]

    def photo(self, content: bytes, *, width: int, height: int, size: int | None = None) -> list[dict[str, Any]]:
        """The sizes of a photo: a thumbnail that shows nothing, and the photo itself last, as in Telegram."""
        full = self.add("photo", content, size=size)
        sizes = [full.json() | {"width": width, "height": height}]
        if max(width, height) > THUMBNAIL_SIDE:
            small = self.add("photo", EMPTY_PICTURE, name="thumbnail.png")
            scale = THUMBNAIL_SIDE / max(width, height)
            side = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
            sizes.insert(0, small.json() | side)
        return sizes


def checked_photo(content: bytes) -> tuple[int, int]:
    """Width and height of a picture a bot may send as a photo; raises Refused."""
    if len(content) > MOST_PHOTO:
        raise bad_request("file of the photo is too big for a photo; the maximum size is 10485760 bytes")
    width, height = picture_size(content)
    if not width or not height:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if width + height > MOST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, JPEG, GIF or WebP picture, (0, 0) for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    if content[:3] == b"GIF" and len(content) >= 10:
        return struct.unpack("<HH", content[6:10])
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return webp_size(content)
    if content[:2] == b"\xff\xd8":
        return jpeg_size(content)
    return 0, 0


def jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height out of the frame header of a JPEG."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 0, 0


def webp_size(content: bytes) -> tuple[int, int]:
    """Width and height out of the first chunk of a WebP picture."""
    kind, head = content[12:16], content[20:30]
    if len(head) < 10:
        return 0, 0
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", head[6:10])
    return width & 0x3FFF, height & 0x3FFF


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk of a PNG file."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def plain_picture(width: int, height: int) -> bytes:
    """A grey PNG picture of that size."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = png_chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * width) * height))
    return b"\x89PNG\r\n\x1a\n" + header + rows + png_chunk(b"IEND", b"")


EMPTY_PICTURE = plain_picture(1, 1)
