"""The two files of a regional werkagenda, and the care for what people wrote in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from azwa_funds.excel.zegel import is_ongerept, spaar, verzegel
from azwa_funds.kern.begrippen import Regio
from azwa_funds.kern.schijf import schrijf_samen
from azwa_funds.kern.tekst import bestandsnaam, slug
from azwa_funds.verdelen import Cijfers
from azwa_funds.werkagenda.register import Werkagendastatus
from azwa_funds.werkagenda.werkagenda import Werkagenda
from azwa_funds.werkagenda.werkboek import maak_agendawerkboek
from azwa_funds.werkagenda.word import document


def paden(regio: Regio, map_: Path) -> tuple[Path, Path]:
    """Return where the workbook and the document of a regio stand, in that order."""
    naam = bestandsnaam(slug(regio.naam))
    return map_ / f"{naam}.xlsx", map_ / f"{naam}.docx"


def schrijf_werkagenda(
    cijfers: Cijfers, regio: Regio, status: Werkagendastatus | None, map_: Path
) -> None:
    """Write the workbook and the document of a regio, sealed: both of them, or neither."""
    agenda = Werkagenda(cijfers, regio)
    xlsx, docx = paden(regio, map_)
    inhoud = verzegel(maak_agendawerkboek(agenda, status).als_bytes())
    schrijf_samen({xlsx: inhoud, docx: verzegel(document(agenda))})


def spaar_geschreven(regios: Iterable[Regio], map_: Path) -> None:
    """Raise Gebruikersfout when a file of one of these regio's is not as this program made it."""
    spaar((pad for regio in regios for pad in paden(regio, map_)), is_ongerept)
