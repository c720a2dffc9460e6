"""Looks in every file under some folders for a marked word, in the forms that it could stand in.

``python -m tools.canaries WORD FOLDER...`` prints where it is found; the exit status is 1 then.
"""

import base64
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|PK\x03\x04")
_MOST = 4_000_000  # bytes that are unpacked of each packed part
_RAW, _ZLIB, _GZIP = -15, 15, 31


def forms(word: str) -> tuple[bytes, ...]:
    """Return every form in which a word is looked for."""
    found = [word.encode(each) for each in _ENCODINGS]
    found += [word.upper().encode(), word.lower().encode(), word[::-1].encode()]
    plain = word.encode()
    found += [plain.hex().encode(), plain.hex().upper().encode()]
    found += ["".join(f"%{byte:{case}}" for byte in plain).encode() for case in ("02x", "02X")]
    found += ["".join(f"\\u{ord(each):04x}" for each in word).encode()]
    for text in (plain, word.encode("utf-16-le")):
        for shift in range(3):  # wherever it stands in what was encoded
            encoded = base64.b64encode(b"\0" * shift + text)
            inner = encoded[4 if shift else 0 : -4]
            found += [inner, inner.translate(bytes.maketrans(b"+/", b"-_"))]
    return tuple(dict.fromkeys(found))


def hits(word: str, folders: Sequence[Path]) -> Iterator[str]:
    """Return where a word is found: in names, in files, and in what is packed inside of them."""
    looked_for = forms(word)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if word.lower() in path.name.lower():
                yield f"{path}: its name"
            if path.is_symlink() or not path.is_file():
                continue
            try:
                data = path.read_bytes()
            except OSError:  # gone meanwhile
                continue
            for each in sorted(
                {form for part in parts(data) for form in looked_for if form in part}
            ):
                yield f"{path}: {each!r}"


def parts(data: bytes) -> Iterator[bytes]:
    """Return what a file holds, and each packed part of it unpacked."""
    yield data
    for found in _PACKED.finditer(data):
        if (part := _unpacked(data, found.start())) is not None:
            yield part


def _unpacked(data: bytes, at: int) -> bytes | None:
    kind = _ZLIB
    if data[at : at + 2] == b"\x1f\x8b":
        kind = _GZIP
    elif data[at : at + 4] == b"PK\x03\x04":
        kind = _RAW
        names = int.from_bytes(data[at + 26 : at + 28], "little")
        at += 30 + names + int.from_bytes(data[at + 28 : at + 30], "little")
    unpacking = zlib.decompressobj(kind)
    try:
        return unpacking.decompress(data[at : at + _MOST], _MOST)
    except zlib.error:
        return None


def main(arguments: list[str]) -> int:
    """Print where the word is found."""
    word, *folders = arguments
    found = list(hits(word, [Path(each) for each in folders]))
    sys.stdout.write("".join(f"{each}\n" for each in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
