"""The two files of a regional werkagenda, and the care for what people wrote in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from azwa_funds.fouten import Gebruikersfout
from azwa_funds.model import Regio
from azwa_funds.tekst import slug
from azwa_funds.werkagenda import Werkagenda
from azwa_funds.werkagenda_status import Werkagendastatus
from azwa_funds.werkagenda_werkboek import werkboek
from azwa_funds.werkagenda_word import document
from azwa_funds.zegel import is_ongerept, verzegel


def paden(regio: Regio, map_: Path) -> tuple[Path, Path]:
    """Return where the workbook and the document of a regio stand, in that order."""
    naam = slug(regio.naam)
    return map_ / f"{naam}.xlsx", map_ / f"{naam}.docx"


def bestanden(agenda: Werkagenda, status: Werkagendastatus | None, map_: Path) -> dict[Path, bytes]:
    """Make the workbook and the document, sealed; the answer is what to write where."""
    xlsx, docx = paden(agenda.regio, map_)
    return {
        xlsx: verzegel(werkboek(agenda, status).als_bytes()),
        docx: verzegel(document(agenda)),
    }


def spaar_geschreven(regios: Iterable[Regio], map_: Path) -> None:
    """Raise Gebruikersfout when a file of one of these regio's is not as this program made it."""
    spaar((pad for regio in regios for pad in paden(regio, map_)), is_ongerept)


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
        f"daarom is er niets geschreven; kies met --uit een andere plek, of --overschrijf om {ze} "
        "te vervangen."
    )


def _lees(pad: Path) -> bytes:
    try:
        return pad.read_bytes()
    except OSError as fout:
        raise Gebruikersfout(
            f"{pad} is niet te lezen ({fout.strerror}), dus ook niet te sparen; sluit het bestand "
            "of kies met --uit een andere plek."
        ) from fout
