"""Awards kept as data, and what they took the place of: shown, and put back.

What counts stands in `beschikkingen/beschikt.csv` of the data folder, with its source in
`bronnen.toml`. What another award took the place of stands in `beschikkingen/vervangen.csv`
beside it, and is never thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from azwa_funds.beschikken.beschikkingen import Gelezen, Nieuwebron, bewaarde, sleutel
from azwa_funds.dossier import neem_over
from azwa_funds.gegevens import Gegevens
from azwa_funds.kern.begrippen import Beschikt, Status, Vervangen
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.lezen import kolommen
from azwa_funds.scherm.uitvoer import regels_als_csv

#: An award that counts, and the one that takes its place.
Paar = tuple[Beschikt, Beschikt]


@dataclass(frozen=True, slots=True)
class Herstelling:
    """What putting a replacement back does: per award what counts now, and what will count.

    Where nothing counts any more, the first is None.
    """

    vervanging: int
    paren: tuple[tuple[Beschikt | None, Beschikt], ...]


def bewaar(
    gegevens: Gegevens, gelezen: Gelezen, nieuwe_bron: Nieuwebron | None, vandaag: date
) -> Path:
    """Keep the awards, and their source if it is new; return the file they are in.

    An award that another takes the place of goes to the table of replaced awards, with the day
    (`vandaag`). Running the same command again ends in the same state. Raises Gebruikersfout, and
    then nothing is changed, when the folder could not be read any more afterwards.
    """
    bestanden: dict[Path, bytes] = {}
    if nieuwe_bron:
        pad = gegevens.eigen_pad(gegevens.data / "bronnen.toml")
        eerder = pad.read_bytes().rstrip(b"\r\n") + b"\n" if pad.exists() else b""
        # First, for a source that nothing uses yet harms nothing when a run is cut off here.
        bestanden[pad] = eerder + nieuwe_bron.als_toml().encode()
    alle = bewaarde(gegevens) | {sleutel(v.beschikt): v.beschikt for v in gelezen.vergelijkingen}
    return _leg_vast(gegevens, bestanden, alle, gelezen.vervangen, vandaag)


def zoek_vervanging(gegevens: Gegevens, nummer: int | None) -> Herstelling:
    """Return what putting back a replacement would do: the one with this number, or the last.

    Raises Gebruikersfout when there is none, or when what would be put back counts already.
    """
    nummers = sorted({oud.vervanging for oud in gegevens.vervangen})
    if not nummers:
        raise Gebruikersfout(
            "Er is nog geen beschikking vervangen, dus er is niets terug te zetten; 'azwa-funds "
            "beschikking toon' laat zien wat er staat."
        )
    gekozen = nummers[-1] if nummer is None else nummer
    if gekozen not in nummers:
        raise Gebruikersfout(
            f"Vervanging {gekozen} bestaat niet; kies uit: {', '.join(map(str, nummers))}."
        )
    nu = bewaarde(gegevens)
    paren = [
        (nu.get(sleutel(oud.beschikt)), oud.beschikt)
        for oud in gegevens.vervangen
        if oud.vervanging == gekozen
    ]
    anders = tuple(paar for paar in paren if paar[0] != paar[1])
    if not anders:
        raise Gebruikersfout(
            f"Wat bij vervanging {gekozen} is vervangen, staat er al weer; 'azwa-funds beschikking "
            "toon' laat zien wat er staat."
        )
    return Herstelling(gekozen, anders)


def herstel(gegevens: Gegevens, herstelling: Herstelling, vandaag: date) -> Path:
    """Put earlier awards back; what counted until now is kept as replaced in its turn."""
    alle = bewaarde(gegevens) | {sleutel(wordt): wordt for _, wordt in herstelling.paren}
    paren = [(nu, wordt) for nu, wordt in herstelling.paren if nu is not None]
    return _leg_vast(gegevens, {}, alle, paren, vandaag)


def _leg_vast(
    gegevens: Gegevens,
    bestanden: dict[Path, bytes],
    alle: Mapping[tuple[str, str, int, str], Beschikt],
    paren: Sequence[Paar],
    vandaag: date,
) -> Path:
    """Write what counts now and what no longer does, after reading both back."""
    voorbij = [*gegevens.vervangen, *_nieuw_vervangen(gegevens.vervangen, paren, vandaag)]
    if voorbij:
        bestanden[gegevens.eigen_pad(gegevens.data / kolommen.VERVANGEN_BESTAND)] = _als_csv(
            kolommen.VERVANGEN,
            ([str(v.vervanging), f"{v.op}", v.door, *_als_rij(v.beschikt)] for v in voorbij),
        )
    doel = gegevens.eigen_pad(gegevens.data / kolommen.BESCHIKT_BESTAND)
    bestanden[doel] = _als_csv(kolommen.BESCHIKT, (_als_rij(alle[wat]) for wat in sorted(alle)))

    def nakijken(kopie: Gegevens) -> None:
        if bewaarde(kopie) != alle or kopie.vervangen != voorbij:
            raise Gebruikersfout(
                f"{doel} zou bij teruglezen iets anders zeggen dan er is ingelezen; er is niets "
                "gewijzigd, meld dit als fout."
            )

    neem_over(gegevens, bestanden, nakijken)
    return doel


def _nieuw_vervangen(
    eerder: Sequence[Vervangen], paren: Sequence[Paar], vandaag: date
) -> list[Vervangen]:
    """Return what is replaced now; nothing when a run that was cut off had noted it already."""
    laatste = max((v.vervanging for v in eerder), default=0)
    genoteerd = [(v.beschikt, v.door) for v in eerder if v.vervanging == laatste]
    paren = sorted(paren, key=lambda paar: sleutel(paar[0]))
    if genoteerd == [(oud, nieuw.kenmerk) for oud, nieuw in paren]:
        return []
    return [Vervangen(oud, laatste + 1, vandaag, nieuw.kenmerk) for oud, nieuw in paren]


def _als_csv(tabel: kolommen.Tabel, rijen: Iterable[Sequence[str]]) -> bytes:
    return regels_als_csv([tabel.kolomnamen, *rijen]).encode()


def _als_rij(b: Beschikt) -> list[str]:
    velden = (b.uitkering, b.onderdeel, str(b.jaar), b.regio, b.ontvanger_code, b.ontvanger)
    bron = (b.vindplaats.bron, b.vindplaats.plaats)
    return [*velden, str(b.bedrag), str(Status.BESCHIKT), b.kenmerk, b.datum.isoformat(), *bron]
