"""The report as a small picture: one bar for each language, parted by how its sends ended. A PNG by hand: a library of
pictures would be ten times this bot's size for twenty rectangles."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence

from bot.core.alerts import Line

COLOURS: Mapping[str, tuple[int, int, int]] = {
    "sent": (46, 125, 50),
    "blocked": (249, 168, 37),
    "failed": (198, 40, 40),
    "unknown": (106, 27, 154),
    "cancelled": (158, 158, 158),
    "pending": (189, 216, 240),
}
"""Ends in the order in which they stand in a bar."""
INK, PAPER = (33, 33, 33), (255, 255, 255)
WIDTH, BAR, ROW, LEFT, RIGHT, SCALE = 640, 22, 34, 96, 96, 3
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz-"
DOTS = (
    "75557 26227 71747 71717 55711 74717 74757 71111 75757 75717 25755 65656 34443 65556 74647 74644 34553 55755 72227 "
    "11152 55655 44447 57755 65555 25552 65644 25563 65655 34216 72222 55557 55552 55775 55255 55222 71247 00700"
)
FONT = dict(zip(LETTERS, DOTS.split(), strict=True))
"""Letters of three by five dots, a row each, as bits: enough for a language's code and a number."""


class Picture:
    """Pixels, row by row."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._rows = [bytearray(bytes(PAPER) * width) for _ in range(height)]

    def fill(self, x: int, y: int, width: int, height: int, colour: tuple[int, int, int]) -> None:
        """A rectangle."""
        width = max(0, min(width, self.width - x))
        for row in self._rows[y : y + height]:
            row[x * 3 : (x + width) * 3] = bytes(colour) * width

    def write(self, x: int, y: int, text: str) -> None:
        """Small letters, digits and hyphens."""
        for char in text.lower():
            for down, dots in enumerate(FONT.get(char, FONT["-"])):
                for right in range(3):
                    if int(dots) >> (2 - right) & 1:
                        self.fill(x + right * SCALE, y + down * SCALE, SCALE, SCALE, INK)
            x += 4 * SCALE

    def png(self) -> bytes:
        """The picture as a file."""
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in self._rows), 9)
        return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def chart(lines: Sequence[Line]) -> bytes:
    """A PNG with a bar for all and one for each language, the largest first."""
    bars: dict[str, dict[str, int]] = {"all": {}}
    for line in lines:
        for name in ("all", line.language):
            ends = bars.setdefault(name, {})
            ends[line.end] = ends.get(line.end, 0) + line.count
    listed = sorted(bars.items(), key=lambda bar: (bar[0] != "all", -sum(bar[1].values()), bar[0]))
    most = max((sum(ends.values()) for _, ends in listed), default=0) or 1
    picture = Picture(WIDTH, ROW * len(listed) + ROW - BAR)
    for at, (name, ends) in enumerate(listed):
        y = (ROW - BAR) + at * ROW
        picture.write(12, y + 4, name)
        x = LEFT
        for end, colour in COLOURS.items():
            width = round(ends.get(end, 0) / most * (WIDTH - LEFT - RIGHT))
            if ends.get(end):
                picture.fill(x, y, max(1, width), BAR, colour)
                x += max(1, width)
        picture.write(x + 8, y + 4, str(sum(ends.values())))
    return picture.png()


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
