"""The rules that look at single bookings: what does not belong, and what stands there twice."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from azwa_funds.besteden import (
    REGIONALE,
    Ernst,
    Toetsregel,
    Woordzoeker,
    als_heel_woord,
    komt_vaker_voor,
    misschien_vaker,
)
from azwa_funds.kern.begrippen import (
    BREDE_SPUK,
    LOKAAL,
    NPLV,
    NUL,
    REGIONAAL,
    SPUK_AZWA,
    SPUK_IZA,
    Centen,
)
from azwa_funds.kern.euro import toon_centen
from azwa_funds.kern.fouten import aaneen
from azwa_funds.kern.tekst import telling
from azwa_funds.openen.bronblad import Reeks
from azwa_funds.toetsen.basis import (
    MEESTE_PER_ONTVANGER,
    Bevinding,
    Toets,
    is_medeoverheid,
    per_rij,
    plaats,
    som_per,
)

if TYPE_CHECKING:
    import pandas as pd

#: How many bookings with a number that also occurs elsewhere are named per recipient.
MEESTE_TOEVALLIG = 25

#: What may be the number of a boekstuk in a description: it holds a digit.
_NUMMER = re.compile(r"[\w./-]*\d[\w./-]*")

# -- 14: what was not read -----------------------------------------------------------------------


def niet_alles_gelezen(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """Rows that may be money and were not read, or that need a decision."""
    for deel in toets.bestedingen.lezing.niet_gelezen:
        hoeveel = telling(deel.rijen, "rij", "rijen")
        centen = None if deel.centen is None else Centen(deel.centen)
        yield Bevinding(
            regel.nummer,
            regel.ernst,
            "",
            toets.kring.naam,
            toets.jaar,
            "",
            aaneen(f"{hoeveel}: ", deel.reden, "."),
            gevonden=centen,
            bestand=deel.bestand,
            blad=deel.blad,
        )


# -- 5, 6, 10: what does not belong ------------------------------------------------------------


def buiten_jaar_of_looptijd(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """A year in which the uitkering does not run, or a day outside the year."""
    tabel = toets.tabel
    in_kring = tabel["verantwoorder_code"].isin(list(toets.kring.codes)).to_numpy()
    for onderdeel, uitkering in toets.geld.uitkeringen.items():
        wat = toets.geld.gegevens.uitkering(uitkering)
        rijen = tabel[in_kring & ~tabel["jaar"].between(wat.van, wat.tot_en_met).to_numpy()]
        rijen = rijen[(rijen["onderdeel"] == onderdeel).to_numpy()]
        looptijd = f"{wat.naam} loopt van {wat.van} tot en met {wat.tot_en_met}"
        yield from per_rij(
            toets,
            regel,
            rijen,
            lambda rij, looptijd=looptijd: (  # type: ignore[misc]
                f"Jaar {rij.jaar} valt buiten de looptijd: {looptijd}."
            ),
            verwacht=NUL,
        )
    eigen = toets.eigen
    rijen = eigen[~eigen["boekdatum"].between(f"{toets.jaar}-01-01", f"{toets.jaar}-12-31")]
    yield from per_rij(
        toets,
        regel,
        rijen,
        lambda rij: f"De boekdatum {rij.boekdatum:%d-%m-%Y} valt buiten {toets.jaar}.",
        ernst=regel.bij_twijfel,
    )


def geld_dat_niet_toekomt(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """Money accounted for by who does not get it, or through a gemeente of another region."""
    doelen = {doel.onderdeel for doel in toets.geld.buiten_de_spuk(toets.jaar)}
    eigen = toets.eigen
    wie = eigen.drop_duplicates(["verantwoorder_code", "onderdeel"])
    for rij in wie.itertuples():
        code, onderdeel = str(rij.verantwoorder_code), str(rij.onderdeel)
        if toets.jaar not in toets.geld.jaren(toets.geld.uitkeringen.get(onderdeel, SPUK_AZWA)):
            continue  # rule 5 says so
        if onderdeel in doelen or (code, toets.jaar, onderdeel) in toets.geld.rechten:
            continue
        if is_medeoverheid(toets, code, onderdeel) and code in toets.geld.gegevens.gemeenten:
            continue
        besteed = toets.besteed[code, toets.jaar, onderdeel]
        nog_niet = toets.geld.is_nog_niet_afgesproken(onderdeel, toets.jaar)
        reden = "de wijze van uitkeren is nog niet afgesproken" if nog_niet else _waarom(onderdeel)
        yield _over_boekingen(
            toets, regel, rij, f"{toon_centen(besteed)} op {onderdeel}: {reden}.", besteed, nog_niet
        )
    yield from _buiten_de_regio(toets, regel)


def _waarom(onderdeel: str) -> str:
    return {
        NPLV: "deze gemeente heeft geen NPLV-gebied",
        LOKAAL: "dit geld gaat naar gemeenten",
        BREDE_SPUK: "dit geld ging naar gemeenten",
        REGIONAAL: "dit geld gaat naar de mandaathouder van een regio",
        SPUK_IZA: "dit geld ging naar de mandaathouder van een regio",
    }.get(onderdeel, "deze ontvanger krijgt dit geld niet")


def _buiten_de_regio(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    eigen, geld = toets.eigen, toets.geld
    regionaal = eigen[eigen["onderdeel"].isin(REGIONALE) & (eigen["medeoverheid_code"] != "")]
    sleutel = ["verantwoorder_code", "onderdeel", "medeoverheid_code"]
    som = som_per(regionaal, *sleutel)
    rij: Any
    for rij in regionaal.drop_duplicates(sleutel).itertuples():
        code, ander = str(rij.verantwoorder_code), str(rij.medeoverheid_code)
        if geld.regio_van(code) == geld.regio_van(ander):
            continue
        besteed = som[code, str(rij.onderdeel), ander]
        melding = (
            f"{toon_centen(besteed)} regionaal geld via {geld.codes.namen[ander]}, dat niet in "
            f"regio {geld.regio_van(code) or 'van deze ontvanger'} ligt."
        )
        yield _over_boekingen(toets, regel, rij, melding, besteed, False)


def _over_boekingen(
    toets: Toets, regel: Toetsregel, rij: Any, melding: str, besteed: Centen, twijfel: bool
) -> Bevinding:
    """Make one bevinding about several bookings, of which `rij` is the first."""
    code = str(rij.verantwoorder_code)
    return Bevinding(
        regel.nummer,
        regel.bij_twijfel if twijfel else regel.ernst,
        code,
        toets.geld.codes.namen[code],
        toets.jaar,
        str(rij.onderdeel),
        melding,
        NUL,
        besteed,
        besteed,
        str(rij.bestand),
        str(rij.blad),
        int(rij.rij),
    )


def doelen_buiten_de_spuk(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """Purposes that the SPUK AZWA does not pay, by onderdeel, theme or description."""
    eigen, doelen = toets.eigen, toets.geld.buiten_de_spuk(toets.jaar)
    zoeker = Woordzoeker(eigen["omschrijving"], [w for doel in doelen for w in doel.woorden])
    azwa = eigen["onderdeel"].isin(toets.geld.gegevens.uitkering(SPUK_AZWA).onderdelen).to_numpy()
    for doel in doelen:
        zelf = (eigen["onderdeel"] == doel.onderdeel).to_numpy()
        patroon = als_heel_woord(doel.woorden)
        themas = [thema for thema in eigen["thema"].cat.categories if patroon.search(thema)]
        in_thema = eigen["thema"].isin(themas).to_numpy() & azwa & ~zelf
        in_tekst = zoeker.met_woord(doel.woorden) & azwa & ~zelf & ~in_thema
        for welke, waar, ernst in (
            (zelf, "het onderdeel", regel.ernst),
            (in_thema, "het thema", regel.ernst),
            (in_tekst, "de omschrijving", regel.bij_twijfel),
        ):
            melding = f"{doel.naam} zit in {toets.jaar} niet in de SPUK AZWA; {waar} noemt het."
            yield from per_rij(
                toets, regel, eigen[welke], lambda _, melding=melding: melding,  # type: ignore[misc]
                ernst=ernst, verwacht=NUL,
            )  # fmt: skip


# -- 11: worth a look --------------------------------------------------------------------------


def opvallende_boekingen(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """Negative amounts, zeros among other bookings, large round amounts, and odd medeoverheden."""
    eigen = toets.eigen
    centen = eigen["centen"].to_numpy()
    yield from per_rij(
        toets, regel, eigen[centen < 0],
        lambda rij: f"Negatief bedrag: {toon_centen(rij.centen)}; is dit een correctie?",
    )  # fmt: skip
    nul = centen == 0
    if nul.any():
        groep = _groepen(eigen, "verantwoorder_code", "onderdeel")
        naast_andere = np.bincount(groep)[groep] > 1
        yield from per_rij(
            toets, regel, eigen[nul & naast_andere],
            lambda rij: "Bedrag nul naast andere boekingen van dit onderdeel.",
        )  # fmt: skip
    veelvoud, vanaf = toets.drempel("rond_veelvoud"), toets.drempel("rond_vanaf")
    rond = (centen % veelvoud == 0) & (centen >= vanaf)
    yield from per_rij(
        toets, regel, eigen[rond],
        lambda rij: f"Rond bedrag: {toon_centen(rij.centen)}; is dit een raming of een voorschot?",
    )  # fmt: skip
    yield from _opvallende_medeoverheden(toets, regel)


def _opvallende_medeoverheden(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """A medeoverheid with local money, or with a gemeente that has no mandate to pass money on."""
    geld, namen = toets.geld, toets.geld.codes.namen
    rijen = toets.eigen[(toets.eigen["medeoverheid_code"] != "").to_numpy()]
    regionaal = rijen["onderdeel"].isin(REGIONALE).to_numpy()
    yield from per_rij(
        toets, regel, rijen[~regionaal],
        lambda rij: (
            f"Lokaal geld met medeoverheid {namen[str(rij.medeoverheid_code)]}; die hoort alleen "
            "bij regionaal geld. Is dit het goede onderdeel?"
        ),
    )  # fmt: skip
    zonder_mandaat = [
        code not in geld.mandaat and ander not in (code, _mandaathouder(toets, code))
        for code, ander in _tupels(rijen, "verantwoorder_code", "medeoverheid_code")
    ]
    yield from per_rij(
        toets, regel, rijen[regionaal & np.array(zonder_mandaat, dtype=bool)],
        lambda rij: (
            f"Regionaal geld via {namen[str(rij.medeoverheid_code)]}, terwijl "
            f"{namen[str(rij.verantwoorder_code)]} geen mandaathouder is; wie heeft dit besteed?"
        ),
    )  # fmt: skip


def _mandaathouder(toets: Toets, code: str) -> str:
    """The mandaathouder of the regio of a recipient: whom she spends regional money for."""
    regio = toets.geld.gegevens.regios.get(toets.geld.regio_van(code))
    return regio.mandaathouder_code if regio else ""


# -- 4: the same expense twice -----------------------------------------------------------------


def dezelfde_uitgave(toets: Toets, regel: Toetsregel) -> Iterator[Bevinding]:
    """One expense under two onderdelen or with two verantwoorders.

    A fault only where regional money stands beside local money, for that is what the GALA forbids.
    """
    rijen = _zonder_opgaven_over_anderen(toets)
    rijen = _zonder_teruggedraaid(rijen[rijen["centen"].to_numpy() != 0])
    genoemd: set[int] = set()
    kandidaten = _met_zelfde_boekstuk(rijen)
    if len(kandidaten):
        for welke, bevindingen in _zelfde_boekstuk(toets, regel, kandidaten):
            genoemd.update(welke.tolist())
            yield from bevindingen
        yield from _twee_keer_ingeleverd(toets, regel, kandidaten)
    kandidaten = _met_zelfde_datum_en_bedrag(rijen)
    if len(kandidaten):
        yield from _zelfde_omschrijving(toets, regel, kandidaten, genoemd)


def _is_open(plekken: deque[int], weg: set[int]) -> bool:
    """Drop from the front what went already; say whether anything is left."""
    while plekken and plekken[0] in weg:
        plekken.popleft()
    return bool(plekken)


def _zonder_teruggedraaid(rijen: pd.DataFrame) -> pd.DataFrame:
    """Leave out every booking that was reversed, with its reversal: rebooked it is spent once.

    A reversal has the same verantwoorder and onderdeel, the opposite amount, and the boekstuk or
    the description of what it reverses, or names that boekstuk in its description.
    """
    kolommen = ("verantwoorder_code", "onderdeel", "centen", "boekstuk", "omschrijving")
    centen = rijen["centen"].to_numpy()
    minnen = np.flatnonzero(centen < 0)
    plussen = np.flatnonzero(np.isin(centen, -centen[minnen]))
    if not len(plussen):
        return rijen
    waarnaar: dict[tuple[Any, ...], deque[int]] = {}
    for plek, (*wie, bedrag, boekstuk, tekst) in zip(
        plussen.tolist(), _tupels(rijen.iloc[plussen], *kolommen), strict=True
    ):
        for kenmerk in (("boekstuk", boekstuk), ("tekst", tekst)):
            waarnaar.setdefault((*wie, bedrag, *kenmerk), deque()).append(plek)
    weg: set[int] = set()
    for plek, (*wie, bedrag, boekstuk, tekst) in zip(
        minnen.tolist(), _tupels(rijen.iloc[minnen], *kolommen), strict=True
    ):
        genoemd = [("boekstuk", nummer) for nummer in _NUMMER.findall(tekst)]
        kenmerken = (("boekstuk", boekstuk), *([("tekst", tekst)] if tekst else []), *genoemd)
        wachtend = (waarnaar.get((*wie, -bedrag, *kenmerk), deque()) for kenmerk in kenmerken)
        open_ = next((plekken for plekken in wachtend if _is_open(plekken, weg)), None)
        if open_:
            weg.update((plek, open_.popleft()))
    blijft = np.ones(len(rijen), dtype=bool)
    blijft[list(weg)] = False
    return rijen[blijft]


def _zonder_opgaven_over_anderen(toets: Toets) -> pd.DataFrame:
    """Leave out what a mandaathouder reports of a gemeente that reports the same booking herself.

    Only that booking: the same invoice under another onderdeel of that gemeente is paid twice.
    """
    rijen = toets.in_jaar
    regionaal = rijen["onderdeel"].isin(REGIONALE).to_numpy()
    door_mandaathouder = rijen["verantwoorder_code"].isin(list(toets.geld.mandaat)).to_numpy()
    via = regionaal & door_mandaathouder & (rijen["medeoverheid_code"] != "").to_numpy()
    if not via.any():
        return rijen
    opgaven, zelf = rijen[via], rijen[regionaal & ~door_mandaathouder]
    zelfde = np.zeros(len(opgaven), dtype=bool)
    for kenmerken in (["boekstuk", "centen"], ["boekdatum", "centen", "omschrijving"]):
        gemeld = set(_tupels(zelf, "verantwoorder_code", "onderdeel", *kenmerken))
        boekingen = _tupels(opgaven, "medeoverheid_code", "onderdeel", *kenmerken)
        zelfde |= np.array([boeking in gemeld for boeking in boekingen])
    weg = np.flatnonzero(via)[zelfde]
    return rijen.drop(index=rijen.index[weg])


def _tupels(rijen: pd.DataFrame, *kolommen: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(rijen[kolom].tolist() for kolom in kolommen), strict=True)


def _met_zelfde_boekstuk(rijen: pd.DataFrame) -> pd.DataFrame:
    """Return the bookings whose boekstuk may occur elsewhere; a number holds a digit."""
    kandidaten = rijen[misschien_vaker(rijen["boekstuk"])]
    if not len(kandidaten):
        return kandidaten
    return kandidaten[kandidaten["boekstuk"].astype(object).str.contains(r"\d", regex=True)]


def _met_zelfde_datum_en_bedrag(rijen: pd.DataFrame) -> pd.DataFrame:
    dagen = rijen["boekdatum"].to_numpy().astype("datetime64[D]").astype(np.int64)
    # A day fits in seventeen bits; even where it would not, what is left is compared exactly.
    getallen = rijen["centen"].to_numpy() << 17 | dagen
    kandidaten = rijen[komt_vaker_voor(getallen)]
    return kandidaten[kandidaten["omschrijving"] != ""]


def _eerste_van_groep(groepen: Reeks) -> Reeks:
    """Return for each booking the position of the first one of its group."""
    _, eerste, welke = np.unique(groepen, return_index=True, return_inverse=True)
    plaatsen: Reeks = eerste[welke]
    return plaatsen


def _groepen(rijen: pd.DataFrame, *kolommen: str) -> Reeks:
    return rijen.groupby(list(kolommen), observed=True, sort=False).ngroup().to_numpy()


def _wie_en_wat(rijen: pd.DataFrame) -> tuple[Reeks, Reeks]:
    """Return numbers for the verantwoorder of each booking, and for verantwoorder and onderdeel."""
    wie = rijen["verantwoorder_code"].cat.codes.to_numpy()
    return wie, _groepen(rijen, "verantwoorder_code", "onderdeel")


def _zelfde_boekstuk(
    toets: Toets, regel: Toetsregel, rijen: pd.DataFrame
) -> Iterator[tuple[Reeks, Iterator[Bevinding]]]:
    """Yield bookings that bear the boekstuk of an earlier one, most serious first."""
    wie, wie_en_wat = _wie_en_wat(rijen)
    eerste, zelfde_bedrag = _eerder_met_zelfde_bedrag(rijen, wie_en_wat)
    for ernst, deel in _naar_geld(regel, rijen, eerste):
        yield _noem(
            toets, regel, rijen, zelfde_bedrag & deel, eerste, ernst,
            "Hetzelfde boekstuk {rij.boekstuk} en hetzelfde bedrag {bedrag} staan ook in {eerder}.",
        )  # fmt: skip
    eerste = _eerste_van_groep(_groepen(rijen, "boekstuk", "verantwoorder_code"))
    ander_onderdeel = (wie_en_wat != wie_en_wat[eerste]) & ~zelfde_bedrag
    yield _noem(
        toets, regel, rijen, ander_onderdeel, eerste, regel.bij_twijfel,
        "Boekstuk {rij.boekstuk} staat met een ander bedrag ook in {eerder}; is de rekening "
        "gesplitst?",
    )  # fmt: skip
    nummers = _groepen(rijen, "boekstuk")
    eerste = _eerste_van_groep(nummers)
    elders = (wie != wie[eerste]) & ~zelfde_bedrag & ~ander_onderdeel
    # Every administration numbers from one, so one bevinding per number says enough.
    een_per_nummer = np.zeros(len(rijen), dtype=bool)
    plekken = np.flatnonzero(elders)
    een_per_nummer[plekken[np.unique(nummers[plekken], return_index=True)[1]]] = True
    centen = rijen["centen"].to_numpy()
    zelfde = centen == centen[eerste]
    for deel, wat in (
        (~zelfde, "een ander bedrag"),
        (zelfde, "hetzelfde bedrag, maar met een andere datum en omschrijving,"),
    ):
        yield _noem(
            toets, regel, rijen, een_per_nummer & deel, eerste, Ernst.INFORMATIE,
            f"Nummer {{rij.boekstuk}} komt met {wat} ook voor in {{eerder}}; dat kan toeval zijn, "
            "want elke administratie nummert zelf.",
        )  # fmt: skip


def _eerder_met_zelfde_bedrag(rijen: pd.DataFrame, wie_en_wat: Reeks) -> tuple[Reeks, Reeks]:
    """Return for each booking an earlier one that is the same expense, and where there is one.

    In one administration number and amount say so. Two of them number alike by chance, so there
    the day or the description has to be the same as well.
    """
    eerste = np.arange(len(rijen))
    gevonden = np.zeros(len(rijen), dtype=bool)
    met_tekst = (rijen["omschrijving"] != "").to_numpy()
    alle = np.ones(len(rijen), dtype=bool)
    for kenmerk, telt in (
        ("verantwoorder_code", alle),
        ("boekdatum", alle),
        ("omschrijving", met_tekst),
    ):
        van_groep = _eerste_van_groep(_groepen(rijen, "boekstuk", "centen", kenmerk))
        raak = telt & ~gevonden & (wie_en_wat != wie_en_wat[van_groep])
        eerste[raak] = van_groep[raak]
        gevonden |= raak
    return eerste, gevonden


def _naar_geld(
    regel: Toetsregel, rijen: pd.DataFrame, eerste: Reeks
) -> tuple[tuple[Ernst, Reeks], tuple[Ernst, Reeks]]:
    """Tell faults and doubts apart: regional beside other money is what the GALA forbids."""
    regionaal = rijen["onderdeel"].isin(REGIONALE).to_numpy()
    gemengd = regionaal != regionaal[eerste]
    return (regel.ernst, gemengd), (regel.bij_twijfel, ~gemengd)


def _twee_keer_ingeleverd(
    toets: Toets, regel: Toetsregel, rijen: pd.DataFrame
) -> Iterator[Bevinding]:
    """Yield bookings of one verantwoorder and onderdeel that stand there twice.

    A copy has the boekstuk, the day and the amount of another. In two files one account was
    probably handed in twice; within a file an invoice can have two equal lines, which a person has
    to say.
    """
    opgave = ["verantwoorder_code", "onderdeel", "boekstuk"]
    eerste_gelijke = _eerste_van_groep(_groepen(rijen, *opgave, "centen", "boekdatum"))
    eerste_nummer = _eerste_van_groep(_groepen(rijen, *opgave))
    bestand = rijen["bestand"].cat.codes.to_numpy()
    tekst = rijen["omschrijving"].to_numpy(dtype=object)
    dubbel = eerste_gelijke != np.arange(len(rijen))
    elders = bestand != bestand[eerste_gelijke]
    andere_tekst = dubbel & (tekst != tekst[eerste_gelijke])
    ander_bedrag = ~dubbel & (bestand != bestand[eerste_nummer])
    for welke, eerste, ernst, zin in (
        (dubbel & elders & ~andere_tekst, eerste_gelijke, regel.bij_twijfel,
         "Deze boeking staat ook in {eerder}; is dezelfde opgave twee keer ingeleverd?"),
        (dubbel & ~elders & ~andere_tekst, eerste_gelijke, regel.bij_twijfel,
         "Deze boeking staat ook in {eerder}; zijn het twee gelijke regels of is het er één?"),
        (andere_tekst, eerste_gelijke, regel.bij_twijfel,
         "Boekstuk, datum en bedrag staan met een andere omschrijving ook in {eerder}; zijn het "
         "twee boekingen of is het er één?"),
        (ander_bedrag, eerste_nummer, Ernst.INFORMATIE,
         "Boekstuk {rij.boekstuk} staat met een ander bedrag ook in {eerder}; is dit een nieuwe "
         "versie van dezelfde opgave?"),
    ):  # fmt: skip
        _, bevindingen = _noem(toets, regel, rijen, welke, eerste, ernst, zin)
        yield from bevindingen


def _zelfde_omschrijving(
    toets: Toets, regel: Toetsregel, rijen: pd.DataFrame, al_genoemd: set[int]
) -> Iterator[Bevinding]:
    """Yield bookings with the day, amount and description of an earlier one, if not named yet."""
    _, wie_en_wat = _wie_en_wat(rijen)
    eerste = _eerste_van_groep(_groepen(rijen, "boekdatum", "centen", "omschrijving"))
    anders = (wie_en_wat != wie_en_wat[eerste]) & ~rijen.index.isin(list(al_genoemd))
    for ernst, deel in _naar_geld(regel, rijen, eerste):
        _, bevindingen = _noem(
            toets, regel, rijen, anders & deel, eerste, ernst,
            "Dezelfde datum, hetzelfde bedrag {bedrag} en dezelfde omschrijving staan ook in "
            "{eerder}.",
        )  # fmt: skip
        yield from bevindingen


def _noem(
    toets: Toets,
    regel: Toetsregel,
    rijen: pd.DataFrame,
    welke: Reeks,
    eerste: Reeks,
    ernst: Ernst,
    zin: str,
) -> tuple[Reeks, Iterator[Bevinding]]:
    """Return the bookings that are named, by index, and a bevinding about each of them."""
    gekozen, bij = rijen[welke], rijen.iloc[eerste[welke]]
    in_kring = gekozen["verantwoorder_code"].isin(list(toets.kring.codes)).to_numpy()
    in_kring = in_kring | bij["verantwoorder_code"].isin(list(toets.kring.codes)).to_numpy()
    gekozen, bij = gekozen[in_kring], bij[in_kring]
    gekozen = gekozen.assign(eerder=[_elders(toets, rij) for rij in bij.itertuples()])
    bevindingen = per_rij(
        toets,
        regel,
        gekozen,
        lambda rij: zin.format(rij=rij, bedrag=toon_centen(rij.centen), eerder=rij.eerder),
        ernst=ernst,
        verwacht=NUL,
        meeste=MEESTE_TOEVALLIG if ernst is Ernst.INFORMATIE else MEESTE_PER_ONTVANGER,
    )
    return gekozen.index.to_numpy(), bevindingen


def _elders(toets: Toets, rij: Any) -> str:
    naam = toets.geld.codes.namen[str(rij.verantwoorder_code)]
    return f"{plaats(rij)} ({naam}, {rij.onderdeel})"
