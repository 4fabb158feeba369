"""A seal in the .xlsx and .docx files of this program: is a file still as it was made?

Who writes in a file saves it anew, and then its parts no longer give the sum on the seal. So a
newer version can replace a file that nobody touched, and never one in which people wrote.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

from azwa_funds.kern.fouten import Gebruikersfout, Remedie, waarom

#: The part of an Office file with its title and dates; the seal stands there as identifier.
_KERN = "docProps/core.xml"
_EINDE = b"</cp:coreProperties>"
_ZEGEL = re.compile(rb"<dc:identifier>azwa_funds sha256 ([0-9a-f]{64})</dc:identifier>")
#: The moment every part of the zip bears; zip knows no earlier one.
_ZIP_DATUM = (1980, 1, 1, 0, 0, 0)
#: Before the name of a part in a zip stand so many bytes, of which the last four say how long
#: the name is and what comes after it.
_LOKALE_KOP = 30
#: More than any file of ours unpacks to; a larger one is not ours.
_GROOTSTE_INHOUD = 100_000_000


def verzegel(inhoud: bytes) -> bytes:
    """Give an .xlsx or .docx a seal and one fixed date; same input, same bytes."""
    delen = _delen(inhoud)
    kern = dict(delen).get(_KERN, b"")
    if _EINDE not in kern or _ZEGEL.search(kern):
        raise ValueError("an Office file needs core properties to bear a seal, and one is enough")
    merk = f"<dc:identifier>azwa_funds sha256 {_som(delen)}</dc:identifier>".encode()
    uit = BytesIO()
    with zipfile.ZipFile(BytesIO(inhoud)) as bron, zipfile.ZipFile(uit, "w") as archief:
        for deel in bron.infolist():
            if deel.filename == _KERN:
                archief.writestr(_plek(deel), kern.replace(_EINDE, merk + _EINDE))
            else:
                _neem_over(inhoud, deel, archief)
    return uit.getvalue()


def _plek(deel: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Where a part comes to stand in the sealed file."""
    plek = zipfile.ZipInfo(deel.filename, _ZIP_DATUM)
    plek.compress_type, plek.external_attr = deel.compress_type, 0o600 << 16
    return plek


def _neem_over(inhoud: bytes, deel: zipfile.ZipInfo, archief: zipfile.ZipFile) -> None:
    """Add a part packed as it is: to pack it once more takes longer than all else here."""
    plek = _plek(deel)
    plek.CRC, plek.file_size, plek.compress_size = deel.CRC, deel.file_size, deel.compress_size
    namen = struct.unpack_from("<2H", inhoud, deel.header_offset + 26)
    begin = deel.header_offset + _LOKALE_KOP + sum(namen)
    assert archief.fp
    plek.header_offset = archief.fp.tell()
    archief.fp.write(plek.FileHeader() + inhoud[begin : begin + deel.compress_size])
    archief.start_dir = archief.fp.tell()
    archief.filelist.append(plek)
    archief.NameToInfo[plek.filename] = plek


def is_ongerept(inhoud: bytes) -> bool:
    """Say whether these are the bytes of a sealed file in which nothing has changed."""
    try:
        delen = _delen(inhoud)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError):
        return False
    gevonden = [som for naam, deel in delen if naam == _KERN for som in _ZEGEL.findall(deel)]
    kaal = [(naam, _ZEGEL.sub(b"", deel) if naam == _KERN else deel) for naam, deel in delen]
    return gevonden == [_som(kaal).encode()]


def spaar(paden: Iterable[Path], mag_weg: Callable[[bytes], bool]) -> None:
    """Raise Gebruikersfout that names each file whose contents may not be replaced."""
    geschreven = [pad for pad in paden if pad.is_file() and not mag_weg(_lees(pad))]
    if not geschreven:
        return
    *eerste, laatste = map(str, geschreven)
    namen = f"{', '.join(eerste)} en {laatste}" if eerste else laatste
    zijn, ze = ("zijn", "ze") if eerste else ("is", "het")
    raise Gebruikersfout(
        f"{namen} {zijn} niet wat dit programma schreef, mogelijk omdat er in is gewerkt, en "
        "daarom is er niets geschreven",
        Remedie(
            f"kies met --uit een andere plek, of --overschrijf om {ze} te vervangen",
            f"kruis 'Vervang ook' aan om {ze} te vervangen",
        ),
    )


def _lees(pad: Path) -> bytes:
    try:
        return pad.read_bytes()
    except OSError as fout:
        raise Gebruikersfout(
            f"{pad} is niet te lezen ({waarom(fout)}), dus ook niet te sparen; sluit het bestand "
            "of kies met --uit een andere plek."
        ) from fout


def _delen(inhoud: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(inhoud)) as archief:
        if sum(deel.file_size for deel in archief.infolist()) > _GROOTSTE_INHOUD:
            raise ValueError("too large to be ours")
        return [(deel.filename, archief.read(deel)) for deel in archief.infolist()]


def _som(delen: list[tuple[str, bytes]]) -> str:
    som = hashlib.sha256()
    for naam, deel in delen:
        som.update(f"{naam} {hashlib.sha256(deel).hexdigest()}\n".encode())
    return som.hexdigest()
