"""The words of a letter: taken out of a document in a process of its own, which may be ended when it takes too long.

Documents come from strangers: one that loops for ever or asks for all memory must hurt neither web nor worker.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

from engage.core.files import DOCUMENT_TYPES
from engage.core.text import clean_text

LONGEST, SECONDS, MEMORY, LARGEST_INSIDE = 500_000, 60, 1_000_000_000, 200_000_000
_KINDS = {DOCUMENT_TYPES[suffix]: suffix for suffix in ("docx", "pdf", "odt", "txt")}


def words_in(path: Path, media_type: str) -> str:
    """The words of a stored document; empty when it has none that can be read."""
    kind = _KINDS.get(media_type)
    if kind is None:
        return ""
    line = [sys.executable, "-m", __name__, kind, str(path)]
    root = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(line, capture_output=True, timeout=SECONDS, check=False, cwd=root)  # noqa: S603 - our own
    except subprocess.TimeoutExpired:
        return ""
    return clean_text(done.stdout.decode("utf-8", "replace"))[:LONGEST] if done.returncode == 0 else ""


def _docx(path: Path) -> str:
    import mammoth

    with path.open("rb") as source:
        return str(mammoth.extract_raw_text(source).value)


def _pdf(path: Path) -> str:
    from pypdf import PdfReader

    found, length = [], 0
    for page in PdfReader(path).pages:
        found.append(page.extract_text())
        length += len(found[-1])
        if length > LONGEST:
            break
    return "\n\n".join(found)


def _odt(path: Path) -> str:
    import nh3

    with zipfile.ZipFile(path) as whole:
        content = whole.read("content.xml").decode("utf-8", "replace")
    for tag in ("</text:p>", "</text:h>"):
        content = content.replace(tag, "\n\n")
    import html

    return html.unescape(nh3.clean(content, tags=set()))


def _txt(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _main(kind: str, path: Path) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if kind in ("docx", "odt"):
        with zipfile.ZipFile(path) as whole:
            if sum(each.file_size for each in whole.infolist()) > LARGEST_INSIDE:
                sys.exit(1)
    read = {"docx": _docx, "pdf": _pdf, "odt": _odt, "txt": _txt}[kind]
    sys.stdout.buffer.write(read(path)[:LONGEST].encode("utf-8", "replace"))


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]))
