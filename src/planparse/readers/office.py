"""Old Word files (.doc), RTF and WPS files: LibreOffice makes Word documents of them.

LibreOffice is a program of its own, and so is antiword, which reads .doc where LibreOffice is
missing. Each call has a folder of its own for its settings and its files, macros, links and the
network switched off, and bounds of time and memory; one call takes many files.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planparse.errors import ReadError
from planparse.text import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECONDS = 120  # that a program may take for one file
_LATEST = 3  # calls of one run that take too long, and the rest is given up
_LIMIT = "PLANPARSE_OFFICE_SECONDS"
_MEMORY, _MEMORY_A_BYTE = 500_000_000, 20  # that it may take for a file beyond its own, or
_OWN_MEMORY = 250_000_000
_GLANCE = 0.5  # seconds between two looks at what it has made
_ZIP_END = b"PK\x05\x06"  # how the last record of an archive begins: without it, it was cut short

# Names of streams in an OLE file that tell what it is.
_WORD, _LOCKED, _WORKS = (
    name.encode("utf-16-le") for name in ("WordDocument", "EncryptedPackage", "MatOST")
)
_OTHERS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book\0", "PowerPoint Document"))
_WORD_XML = (
    rb"\s*(?:\xef\xbb\xbf)?<\?xml[^>]{0,100}\?>\s*(?:<\?mso-application[^>]{0,100}\?>\s*)?"
    rb"<(?:w:wordDocument|pkg:package)[\s/>]"
)
_RTF = rb"(?:\xef\xbb\xbf)?\s{0,20}\{\\rtf"
_ENCRYPTED = 0x0100  # a flag in the header of the stream WordDocument

_NAMES = {
    "doc": "an old Word file (.doc)", "rtf": "a rich text file (.rtf)", "wps": "a WPS file (.wps)",
}  # fmt: skip
_PLACES = (  # where LibreOffice is when it is on no search path
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/opt/libreoffice/program/soffice",
)
_SETTINGS = (
    # (where, what, its type, its value)
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    # nobody listens there: what a document links to is not fetched
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def looks_like_doc(data: bytes) -> bool:
    """Whether the bytes are a Word 97 file, or a Word document of 2003 in one XML file.

    >>> looks_like_doc(OLE + "WordDocument".encode("utf-16-le")), looks_like_doc(OLE)
    (True, False)
    """
    if data.startswith(OLE):
        return _WORD in data or _LOCKED in data
    return re.match(_WORD_XML, data[:2000]) is not None


def looks_like_rtf(data: bytes) -> bool:
    """Whether the bytes begin as rich text does."""
    return re.match(_RTF, data) is not None


def looks_like_wps(data: bytes) -> bool | None:
    """True for a file of Works, None for an OLE file that does not say what it is, else False.

    Files that WPS Office writes today are Word 97 files inside, and are read as such.
    """
    if not data.startswith(OLE) or _WORD in data or _LOCKED in data:
        return False
    if _WORKS in data:
        return True
    return None if not any(name in data for name in _OTHERS) else False


def read_doc(
    data: bytes, name: str, encoding: str | None, max_chars: int, document: bytes | None = None
) -> Source:
    """The text of a Word 97 file; `document` is what `convert` made of it, if it was done before.

    Places are those of a Word document. Raises ReadError
    where neither program is there, or none can read it.
    """
    return _read("doc", data, name, max_chars, document)


def read_rtf(
    data: bytes, name: str, encoding: str | None, max_chars: int, document: bytes | None = None
) -> Source:
    """The text of a rich text file; else as `read_doc`, without antiword."""
    return _read("rtf", data, name, max_chars, document)


def read_wps(
    data: bytes, name: str, encoding: str | None, max_chars: int, document: bytes | None = None
) -> Source:
    """The text of a WPS or Works file; else as `read_doc`, without antiword."""
    return _read("wps", data, name, max_chars, document)


def convert(files: Sequence[bytes], soffice: str | None = None) -> list[bytes | None]:
    """Word documents (.docx) made of `files` by LibreOffice; empty for each that it cannot read.

    All are None where there is no LibreOffice. One call takes them all; a file that ends the
    program, or takes too much of its time or memory, is passed over, and another call takes
    those behind it.
    """
    import tempfile

    soffice = soffice or find_office()
    if soffice is None:
        return [None] * len(files)
    with tempfile.TemporaryDirectory(prefix="planparse-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        (root / "in").mkdir()
        (root / "out").mkdir()
        (root / "profile" / "user").mkdir(parents=True)
        (root / "profile" / "user" / "registrymodifications.xcu").write_text(_settings(), "utf-8")
        sources = []
        for number, data in enumerate(files):
            suffix = "rtf" if looks_like_rtf(data) else "doc" if data.startswith(OLE) else "xml"
            sources.append(root / "in" / f"{number}.{suffix}")
            sources[-1].write_bytes(data)
        made: list[bytes | None] = []
        late = 0
        while len(made) < len(files) and late < _LATEST:
            begun = len(made)
            largest = max(map(len, files[begun:]))
            done = _run(
                [
                    soffice, f"-env:UserInstallation={(root / 'profile').as_uri()}", "--headless",
                    "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--convert-to",
                    "docx:MS Word 2007 XML", "--outdir", str(root / "out"), *map(str, sources[begun:]),
                ],
                root,
                max(_MEMORY, _MEMORY_A_BYTE * largest),
            )  # fmt: skip
            made += [_whole(root / "out" / f"{number}.docx") for number in range(begun, len(files))]
            if done.ended:  # by the first file behind the last one that was made
                while len(made) > begun and not made[-1]:
                    made.pop()
                made.append(b"")
                late += done.late
        return (made + [b""] * len(files))[: len(files)]


def _whole(path: Path) -> bytes:
    """The document at `path`; empty where there is none, or only the beginning of one."""
    data = path.read_bytes() if path.is_file() else b""
    return data if _ZIP_END in data[-70_000:] else b""


def find_office() -> str | None:
    """The path of LibreOffice, or None where it is not installed."""
    import shutil

    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _PLACES if Path(path).is_file()), None)


def _read(kind: str, data: bytes, name: str, max_chars: int, document: bytes | None) -> Source:
    import shutil

    from planparse.readers.antiword import read_listing
    from planparse.readers.docx import read_docx
    from planparse.readers.lines import put_together

    soffice = find_office()
    if document is None and soffice is not None:
        document = convert([data], soffice)[0]
    if document:
        source = read_docx(document, name, None, max_chars)
        source.kind = kind
        return source
    if _is_locked(data):
        raise ReadError("is locked with a password", where=name, advice="unlock it first")
    antiword = shutil.which("antiword") if kind == "doc" and data.startswith(OLE) else None
    text = _run_antiword(antiword, data) if antiword else ""
    if text.strip():
        return put_together(read_listing(text), name, kind, "utf-8")
    if soffice is None and antiword is None:
        programs = "LibreOffice or antiword reads" if kind == "doc" else "LibreOffice reads"
        raise ReadError(
            f"is {_NAMES[kind]}, which {programs}, and {'neither' if kind == 'doc' else 'it'} is"
            f"{'' if kind == 'doc' else ' not'} installed",
            where=name,
            advice="install LibreOffice, or save the file as .docx first",
        )
    tried = " and ".join(
        program for program, path in (("LibreOffice", soffice), ("antiword", antiword)) if path
    )
    raise ReadError(
        f"is {_NAMES[kind]} that {tried} could not read in {_seconds()} seconds",
        where=name,
        advice=f"save it as .docx first, or give it more time ({_LIMIT}=600)",
    )


class _Done(NamedTuple):
    """What a program printed, whether it was ended before its end, and whether it took too long."""

    output: bytes
    ended: bool
    late: bool = False


def _run(command: list[str], folder: Path, memory: int) -> _Done:
    """Runs a program that makes files in `folder`/out, or prints.

    It and all that it started are ended where it makes nothing for too long; it has `memory`
    bytes beside its own where the system can bound that.
    """
    import signal
    import subprocess
    import time

    env = os.environ | {"HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp", "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _bound_memory(process.pid, memory + _OWN_MEMORY)
    seconds, known = _seconds(), 0
    end = time.monotonic() + seconds
    try:
        while True:
            try:
                output = process.communicate(timeout=_GLANCE)[0]
                return _Done(output, process.returncode != 0)
            except subprocess.TimeoutExpired:
                count = len(list(folder.glob("out/*")))
                if count > known:
                    known, end = count, time.monotonic() + seconds
                elif time.monotonic() > end:
                    return _Done(b"", ended=True, late=True)
    finally:
        if process.poll() is None:
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.communicate()


def _bound_memory(process: int, room: int) -> None:
    """Lets a process and all that it starts write to no more than `room` bytes each, where it can."""
    try:
        import resource

        _, most = resource.prlimit(process, resource.RLIMIT_DATA)
        room = room if most == resource.RLIM_INFINITY else min(room, most)
        resource.prlimit(process, resource.RLIMIT_DATA, (room, most))
    except (ImportError, AttributeError, ValueError, OSError):  # Linux alone knows it, or it is over
        return


def _run_antiword(antiword: str, data: bytes) -> str:
    """The text that antiword finds, one line a paragraph."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="planparse-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, "0.doc")
        path.write_bytes(data)
        command = [antiword, "-m", "UTF-8.txt", "-w", "0", str(path)]
        done = _run(command, Path(folder), max(_MEMORY, _MEMORY_A_BYTE * len(data)))
        return done.output.decode("utf-8", "replace")


def _is_locked(data: bytes) -> bool:
    if _LOCKED in data:
        return True
    at = data.find(b"\xec\xa5")
    while at >= 0 and at % 512:
        at = data.find(b"\xec\xa5", at + 1)
    return at >= 0 and bool(int.from_bytes(data[at + 10 : at + 12], "little") & _ENCRYPTED)


def _seconds() -> int:
    """How long a program may take for one file."""
    given = os.environ.get(_LIMIT, "")
    return int(given) if given.isdecimal() and int(given) else _SECONDS


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{where}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for where, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
    )
