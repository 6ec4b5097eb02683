"""Which characters the bytes of a text file stand for."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

WESTERN = "cp1252"
"""What a spreadsheet writes in the Americas and Western Europe when it does not write Unicode."""

CHOICES = (
    WESTERN,
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "shift_jis",
    "gb18030",
    "big5",
    "cp949",
)
"""The other encodings a spreadsheet may write, as Python calls them."""

# Measured on lists of 2 to 20 names: these are found from their letters. The Latin ones are mistaken for each
# other, so the most common of them is assumed, and the member can choose.
_TELLABLE = ["cp1251", "cp1253", "cp1255", "cp1256", "shift_jis", "gb18030", "big5", "cp949"]

_SAMPLE_BYTES = 50_000
_MANY_ZEROS = 0.3


def decode(content: bytes, wanted: str | None = None) -> tuple[str, str, bool]:
    """The text, the encoding by Python's name, and whether the file itself tells it.

    ``wanted`` is one of ``CHOICES`` and decides where the file does not tell. Bytes that stand for nothing
    become the replacement character.
    """
    told = _told(content)
    if told is not None:
        return content.decode(told, "replace"), told, True
    encoding = wanted if wanted in CHOICES else _guessed(content)
    return content.decode(encoding, "replace"), encoding, False


def _told(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    if wide := _wide(content[:_SAMPLE_BYTES]):
        return wide
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of most text is zero."""
    if len(sample) < 2:
        return None
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) / len(odd) > _MANY_ZEROS > even.count(0) / len(even):
        return "utf-16-le"
    if even.count(0) / len(even) > _MANY_ZEROS > odd.count(0) / len(odd):
        return "utf-16-be"
    return None


def _guessed(content: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only an import needs it

    sample = content[:_SAMPLE_BYTES]
    if len(content) > _SAMPLE_BYTES:
        sample = sample[: sample.rfind(b"\n") + 1] or sample  # no half character at the end
    best = from_bytes(sample, cp_isolation=[*_TELLABLE, WESTERN]).best()
    return best.encoding if best is not None and best.encoding in _TELLABLE else WESTERN
