"""All checks of data and keys against each other and against the totals of their sources.

Each check returns what it looked at and what it found wrong. What is listed in
`beschikkingen/bekende_afwijkingen.csv` is known; everything else is new, and so is a listed
deviation that is no longer there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from azwa_funds.begroting import voorstellen_van
from azwa_funds.besteden import toetsregels_van
from azwa_funds.cbs import cbs_tabellen_van
from azwa_funds.doorverdelen import planteksten_van
from azwa_funds.gegevens import Gegevens, benoem, opvolgers
from azwa_funds.grootboek.kolomnamen import kolomnamen_van
from azwa_funds.kern.begrippen import SPUK_AZWA, BekendeAfwijking
from azwa_funds.kern.euro import toon, toon_getal
from azwa_funds.kern.fouten import Invoerfout
from azwa_funds.lezen import kolommen as kolomsoorten
from azwa_funds.lezen.tabel import RIJ, Rij
from azwa_funds.nazien.terugrekenen import reken_terug
from azwa_funds.sisa import jaren_met_formaat, lees_formaat
from azwa_funds.verdelen import gewichten, verdeel_uitkering
from azwa_funds.werkagenda import streefwaarden_van, werkagendaformat_van

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Controleuitkomst:
    """The result of one check: what was looked at, and one sentence per new deviation."""

    naam: str
    bekeken: str
    nieuw: tuple[str, ...] = ()
    bekend: tuple[BekendeAfwijking, ...] = ()

    @property
    def klopt(self) -> bool:
        """Whether nothing new was found."""
        return not self.nieuw


def controleer(gegevens: Gegevens) -> list[Controleuitkomst]:
    """Run every check, in the order in which a reader asks; Invoerfout for what is unreadable."""
    return [check(gegevens) for check in CONTROLES]


def aandachtspunten(gegevens: Gegevens) -> list[str]:
    """Say what is not wrong but not certain either, one sentence each."""
    punten = []
    for herindeling in gegevens.herindelingen:
        if herindeling.status == "voorgesteld":
            punten.append(
                f"Herindeling voorgesteld per {herindeling.datum:%d-%m-%Y}: "
                f"{herindeling.naam_oud} naar {herindeling.naam_nieuw} "
                f"({herindeling.toelichting}); niet verwerkt."
            )
    afleidingen = [gemeente.iza_regio_afleiding for gemeente in gegevens.gemeenten.values()]
    punten.append(
        "Er is geen officiële lijst van gemeenten per IZA-regio: "
        f"{afleidingen.count('lijst')} volgen uit een landelijk overzicht, "
        f"{afleidingen.count('gesplitst')} uit een gesplitst netwerk en "
        f"{afleidingen.count('bedragentoets')} uit de bedragen zelf."
    )
    for uitkering in gegevens.uitkeringen.values():
        for toedeling in uitkering.toedelingen:
            if toedeling.wacht_op:
                van, tot = toedeling.van, toedeling.tot_en_met
                jaren = str(van) if van == tot else f"{van} tot en met {tot}"
                wat = f"p.m. {benoem(gegevens, toedeling.onderdeel)} {jaren}"
                punten.append(f"{wat}: wacht op {toedeling.wacht_op}.")
    return punten


# -- tables ------------------------------------------------------------------------------------


#: Judges all rows of a table at once: a row for which it is false does not fit.
Proef = Callable[["pd.DataFrame"], "pd.Series[bool]"]


def schendingen(rijen: Sequence[Rij], proeven: Mapping[str, Proef]) -> list[tuple[Rij, str]]:
    """Return each row that does not fit with the name of the check, in the order of the rows."""
    import pandas as pd
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

    frame = pd.DataFrame(rijen, dtype=object)
    schema = pa.DataFrameSchema(checks=[pa.Check(p, name=naam) for naam, p in proeven.items()])
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as fouten:
        gevallen = fouten.failure_cases[["index", "check"]].drop_duplicates()
        volgorde = list(proeven)
        plekken = sorted(
            (int(rij), volgorde.index(naam)) for rij, naam in gevallen.to_numpy().tolist()
        )
        return [(rijen[rij], volgorde[proef]) for rij, proef in plekken]
    return []


def _tabellen(gegevens: Gegevens) -> Iterator[tuple[str, kolomsoorten.Tabel, list[Rij]]]:
    for patroon, tabel in kolomsoorten.TABELLEN.items():
        for pad in gegevens.zoek(gegevens.data, patroon):
            yield gegevens.naam_van(pad).partition("data/")[2], tabel, gegevens.tabel(pad, tabel)


def _tabelregels(gegevens: Gegevens) -> Controleuitkomst:
    """Read every table of the list, miss none, and hold what is said of each as a whole."""
    nieuw, aantal, rijen_totaal = [], 0, 0
    for patroon in kolomsoorten.TABELLEN:
        if not gegevens.zoek(gegevens.data, patroon):
            raise Invoerfout(gegevens.data / patroon, "het bestand ontbreekt", "zet het terug")
    for naam, tabel, rijen in _tabellen(gegevens):
        aantal, rijen_totaal = aantal + 1, rijen_totaal + len(rijen)
        if "geldig_van" in tabel.kolomnamen:
            proef = {"geldig": lambda frame: frame["geldig_van"] <= frame["geldig_tot_en_met"]}
            nieuw += [
                f"{naam}, rij {rij[RIJ]}: geldig_tot_en_met {rij['geldig_tot_en_met']:%d-%m-%Y} "
                f"ligt voor geldig_van {rij['geldig_van']:%d-%m-%Y}"
                for rij, _ in schendingen(rijen, proef)
            ]
    bekeken = f"{aantal} tabellen met {toon_getal(rijen_totaal)} rijen passen bij hun schema"
    return Controleuitkomst("Tabellen", bekeken, tuple(nieuw))


def _controletotalen(gegevens: Gegevens) -> Controleuitkomst:
    pad = gegevens.data / "controletotalen.csv"
    regels = gegevens.tabel(pad, kolomsoorten.CONTROLETOTALEN)
    tabellen = {naam: rijen for naam, _, rijen in _tabellen(gegevens)}
    nieuw = []
    for regel in regels:
        gegevens.ken_bron(pad, regel["bron"], rij=regel[RIJ], kolom="bron")
        gevonden = _bereken(regel, tabellen, partial(Invoerfout, pad, rij=regel[RIJ]))
        if gevonden != regel["verwacht"]:
            nieuw.append(
                f"{regel['tabel']}: {regel['bewerking']} van {regel['kolom']} "
                f"({regel['voorwaarde'] or 'alle rijen'}) is {gevonden}, maar de bron geeft "
                f"{regel['verwacht']}"
            )
    bekeken = f"{len(regels)} totalen zijn gelijk aan hun bron"
    return Controleuitkomst("Controletotalen", bekeken, tuple(nieuw))


def _bereken(
    regel: Rij, tabellen: Mapping[str, list[Rij]], fout: Callable[..., Invoerfout]
) -> Decimal:
    """Compute one control total from its table; `fout` makes a complaint about its row."""
    gekozen = _kies_rijen(regel, tabellen, fout)
    waarden = [rij[regel["kolom"]] for rij in gekozen]
    if regel["bewerking"] == "aantal":
        return Decimal(len(waarden))
    if regel["bewerking"] == "aantal_verschillend":
        return Decimal(len(set(waarden)))
    if regel["bewerking"] == "som":
        return Decimal(sum(_getallen(regel, regel["kolom"], gekozen, fout)))
    if not (regel["gewicht"] and any(rij[regel["gewicht"]] for rij in gekozen)):
        reden = "er is geen gewicht om het gemiddelde mee te wegen"
        raise fout(reden, "noem een kolom met getallen boven nul", kolom="gewicht")
    geteld = [rij for rij in gekozen if rij[regel["kolom"]] is not None]
    gewichten, cijfers = (
        _getallen(regel, regel[kolom], geteld, fout) for kolom in ("gewicht", "kolom")
    )
    gemiddelde = sum(g * c for g, c in zip(gewichten, cijfers, strict=True)) / sum(gewichten)
    return Decimal(round(gemiddelde, -regel["verwacht"].as_tuple().exponent))


def _kies_rijen(
    regel: Rij, tabellen: Mapping[str, list[Rij]], fout: Callable[..., Invoerfout]
) -> list[Rij]:
    """Return the rows of a table that a control total is about."""
    rijen = tabellen.get(regel["tabel"])
    if rijen is None:
        remedie = "noem een CSV-bestand uit de map met gegevens"
        raise fout(f"tabel '{regel['tabel']}' bestaat niet", remedie, kolom="tabel")
    delen = regel["voorwaarde"].split()
    if not all("=" in deel for deel in delen):
        reden = f"voorwaarde '{regel['voorwaarde']}' is niet te lezen"
        remedie = "schrijf kolom=waarde, met een spatie tussen twee voorwaarden"
        raise fout(reden, remedie, kolom="voorwaarde")
    eisen = {naam: waarde.split("|") for naam, waarde in (deel.split("=", 1) for deel in delen)}
    onbekend = {regel["kolom"], regel["gewicht"] or regel["kolom"], *eisen} - rijen[0].keys()
    if onbekend:
        wat = f"kolom '{min(onbekend)}' bestaat niet in {regel['tabel']}"
        raise fout(wat, "verbeter de naam")
    return [rij for rij in rijen if all(str(rij[naam]) in mag for naam, mag in eisen.items())]


def _getallen(
    regel: Rij, kolom: str, rijen: Sequence[Rij], fout: Callable[..., Invoerfout]
) -> list[Any]:
    """Return the numbers in a column, empty cells aside; refuse to reckon with anything else."""
    waarden = [rij[kolom] for rij in rijen if rij[kolom] is not None]
    if not all(isinstance(waarde, int | Decimal) for waarde in waarden):
        wat = f"kolom '{kolom}' van {regel['tabel']} bevat geen getallen"
        raise fout(wat, "noem een kolom met getallen")
    return waarden


def _bronnen(gegevens: Gegevens) -> Controleuitkomst:
    """Every source that is listed is used; that every source named is listed, reading checks."""
    _lees_alles(gegevens)
    ongebruikt = sorted(set(gegevens.bronnen) - gegevens.gebruikte_bronnen)
    nieuw = tuple(f"bron '{bron}' in bronnen.toml wordt nergens gebruikt" for bron in ongebruikt)
    return Controleuitkomst(
        "Bronnen", f"{len(gegevens.bronnen)} bronnen, elk ten minste een keer gebruikt", nieuw
    )


def _lees_alles(gegevens: Gegevens) -> None:
    """Touch every figure, so that each has named its source."""
    for eigenschap in (
        "tegelkaart zorgkantoorregios "
        "budgetten uitkeringen gemeenten regios nplv_gebieden herindelingen beschikkingen "
        "bekende_afwijkingen sleutels brug grondslagen openstaand ramingsregels kalender beschikt "
        "vervangen"
    ).split():
        getattr(gegevens, eigenschap)
    lezers = (cbs_tabellen_van, streefwaarden_van, werkagendaformat_van, toetsregels_van)
    for lees in (*lezers, planteksten_van, voorstellen_van, kolomnamen_van):
        lees(gegevens)
    for naam in kolomsoorten.TABELLEN:
        if naam.startswith("cbs/"):
            gegevens.cbs(naam.removeprefix("cbs/").removesuffix(".csv"))
    for jaar in jaren_met_formaat(gegevens):
        lees_formaat(gegevens, jaar)


# -- money -------------------------------------------------------------------------------------


def _jaren(gegevens: Gegevens) -> Controleuitkomst:
    """Each onderdeel has a budget and a toedeling in each year, and no budget lacks a toedeling."""
    nieuw, aantal = [], 0
    for uitkering in gegevens.uitkeringen.values():
        for onderdeel in uitkering.onderdelen:
            for jaar in uitkering.jaren:
                aantal += 1
                try:
                    gegevens.budget(uitkering.id, onderdeel, jaar)
                    gegevens.toedeling(uitkering.id, onderdeel, jaar)
                except Invoerfout as fout:
                    nieuw.append(str(fout))
        nieuw += (
            f"budgetten.csv, rij {budget.rij}: onderdeel '{budget.onderdeel}' heeft geen toedeling"
            for budget in gegevens.budgetten
            if uitkering.toedelingen and budget.uitkering == uitkering.id
            if budget.onderdeel not in uitkering.onderdelen
        )
    bekeken = f"{aantal} budgetten (onderdeel x jaar) hebben een bedrag en een toedeling"
    return Controleuitkomst("Jaren", bekeken, tuple(nieuw))


def _som_van(gegevens: Gegevens, jaar: int, uitkeringen: Container[str]) -> int:
    eigen = (b for b in gegevens.budgetten if b.jaar == str(jaar) and b.uitkering in uitkeringen)
    return sum(budget.bedrag or 0 for budget in eigen)


def _herkomst(gegevens: Gegevens) -> Controleuitkomst:
    """What pays for a uitkering is, each year, as much as what it pays out."""
    nieuw, jaren = [], []
    for uitkering in gegevens.uitkeringen.values():
        if not uitkering.herkomst:
            continue
        for jaar in uitkering.jaren:
            herkomst = _som_van(gegevens, jaar, uitkering.herkomst)
            bestemming = _som_van(gegevens, jaar, (uitkering.id,))
            jaren.append(f"{jaar} {toon(bestemming)}")
            if herkomst != bestemming:
                zijden = f"herkomst {toon(herkomst)}, bestemming {toon(bestemming)}"
                nieuw.append(f"{uitkering.naam} {jaar}: {zijden}")
    return Controleuitkomst("Herkomst en bestemming", "gelijk in " + ", ".join(jaren), tuple(nieuw))


def _sleutels(gegevens: Gegevens) -> Controleuitkomst:
    """Every key gives weights in each of its years, and every division closes."""
    aantal = 0
    for sleutel in gegevens.sleutels.values():
        for jaar in range(sleutel.van, sleutel.tot_en_met + 1):
            gewichten(gegevens, sleutel.id, jaar)
            aantal += 1
    verdeeld = [u.id for u in gegevens.uitkeringen.values() if u.toedelingen]
    toekenningen = [t for u in verdeeld for t in verdeel_uitkering(gegevens, uitkering=u)]
    bekeken = f"{len(gegevens.sleutels)} sleutels geven gewichten in al hun jaren; "
    bekeken += f"{toon_getal(len(toekenningen))} toekenningen sluiten op het budget"
    return Controleuitkomst("Verdeelsleutels", bekeken)


def _werkagenda(gegevens: Gegevens) -> Controleuitkomst:
    """Norms, layout of the werkagenda and budgets fit each other."""
    normen, geld = streefwaarden_van(gegevens).normen, werkagendaformat_van(gegevens).geld
    bekeken = f"{len(normen)} normen en {len(geld)} geldregels passen bij format en budgetten"
    return Controleuitkomst("Werkagenda", bekeken, tuple(agendafouten(gegevens)))


def agendafouten(gegevens: Gegevens) -> Iterator[str]:
    """Say where norms, layout and budgets do not fit each other, one sentence each."""
    format = werkagendaformat_van(gegevens)
    codes = {functionaliteit.code for functionaliteit in format.functionaliteiten}
    for norm in streefwaarden_van(gegevens).eisen:
        if norm.functionaliteit not in codes:
            bij = f"'{norm.functionaliteit}', en die staat niet in werkagenda.toml"
            yield f"streefwaarden.toml: norm '{norm.id}' hoort bij {bij}"
    uitkering = gegevens.uitkering(SPUK_AZWA)
    genoemd = [(regel.uitkering, regel.onderdeel) for regel in format.geld]
    bekend = {
        (b.uitkering, b.onderdeel) for b in gegevens.budgetten if b.uitkering in uitkering.herkomst
    }
    for paar in sorted(bekend ^ set(genoemd)):
        waar = "staat niet in werkagenda.toml" if paar in bekend else "heeft geen budget"
        yield f"geld van {paar[0]}, {paar[1]}: {waar}"
    if len(set(genoemd)) < len(genoemd):
        yield "werkagenda.toml: een geldregel staat er twee keer"
    for onderdeel in sorted({regel.wacht_op for regel in format.geld} - {""}):
        yield from _wacht_op(gegevens, onderdeel)


def _wacht_op(gegevens: Gegevens, onderdeel: str) -> Iterator[str]:
    """What goes by an onderdeel that is not divided is as much as the budget of that onderdeel."""
    regels = [r for r in werkagendaformat_van(gegevens).geld if r.wacht_op == onderdeel]
    for jaar in gegevens.uitkering(SPUK_AZWA).jaren:
        herkomst = sum(
            gegevens.budget(regel.uitkering, regel.onderdeel, jaar).bedrag or 0 for regel in regels
        )
        bestemming = gegevens.budget(SPUK_AZWA, onderdeel, jaar).bedrag
        if herkomst != bestemming:
            wat = f"de maatregelen zijn samen {herkomst}, het onderdeel is {bestemming}"
            yield f"werkagenda.toml, {onderdeel} {jaar}: {wat}"


# -- areas and CBS -----------------------------------------------------------------------------


def _gemeenten(gegevens: Gegevens) -> Controleuitkomst:
    """Codes and names agree in every table, also back through the herindelingen since 2021."""
    nieuw = []
    for beschikking in gegevens.beschikkingen:
        gemeente = gegevens.gemeenten.get(beschikking.ontvanger_code)
        if gemeente and gemeente.naam != beschikking.ontvanger:
            waar = f"{beschikking.uitkering} {beschikking.jaar}, rij {beschikking.rij}"
            heet = f"'{beschikking.ontvanger}' heet in de indeling '{gemeente.naam}'"
            nieuw.append(f"{waar}: {heet}")
    bekeken = "codes, namen en regio's zijn in alle tabellen dezelfde"
    return Controleuitkomst("Gemeenten", bekeken, tuple(nieuw))


def _cbs_codes(gegevens: Gegevens) -> Controleuitkomst:
    """CBS tables hold exactly today's gemeenten, once the known herindelingen are applied."""
    nieuw, jaren = [], set()
    eerste = min(h.datum.year for h in gegevens.herindelingen) - 1
    for naam in ("bevolking", "kerncijfers", "inkomen", "leeftijd"):
        codes = defaultdict(set)
        for rij in gegevens.cbs(naam):
            codes[rij["jaar"]].add(rij["gemeente_code"])
        for jaar in sorted(jaar for jaar in codes if jaar >= eerste):
            jaren.add(jaar)
            nu = opvolgers(gegevens.herindelingen, codes[jaar], date(jaar, 1, 1))
            for code in sorted(nu ^ set(gegevens.gemeenten)):
                wat = "ontbreekt" if code in gegevens.gemeenten else "is geen gemeente van nu"
                nieuw.append(f"cbs/{naam}.csv, {jaar}: {code} {wat}")
    bekeken = f"elke gemeente staat in de CBS-tabellen van {min(jaren)} tot en met {max(jaren)}"
    return Controleuitkomst("CBS-codes", bekeken, tuple(nieuw))


_TELLINGEN: dict[str, Proef] = {
    "leeftijden tellen op tot {banden}, inwoners {inwoners}": lambda f: (
        f["banden"] == f["inwoners"]
    ),
    "inwoners {inwoners}, in bevolking.csv {elders}": lambda f: f.elders == f.inwoners,
}


def _cbs_tellingen(gegevens: Gegevens) -> Controleuitkomst:
    """Inhabitants agree between CBS tables, and age bands add up to them, per gemeente."""
    bevolking = {
        (rij["jaar"], rij["gemeente_code"]): rij["inwoners"] for rij in gegevens.cbs("bevolking")
    }
    nieuw, aantal = [], 0
    for naam in ("kerncijfers", "leeftijd"):
        rijen = gegevens.cbs(naam)
        aantal += len(rijen)
        banden = [kolom for kolom in rijen[0] if kolom.startswith("inwoners_")]
        elders = [bevolking.get((rij["jaar"], rij["gemeente_code"])) for rij in rijen]
        samen = [
            rij | {"banden": sum(rij[band] for band in banden), "elders": telling}
            for rij, telling in zip(rijen, elders, strict=True)
        ]
        for rij, proef in schendingen(samen, _TELLINGEN):
            zin = proef.format(**rij)
            nieuw.append(f"cbs/{naam}.csv, rij {rij[RIJ]}, {rij['gemeente']}: {zin}")
    bekeken = f"inwoners en leeftijden kloppen in {aantal} rijen"
    return Controleuitkomst("CBS-tellingen", bekeken, tuple(nieuw))


# -- published tables --------------------------------------------------------------------------


def _tabelparen(gegevens: Gegevens) -> Iterator[tuple[str, int, dict[str, int], dict[str, int]]]:
    """Yield each published table that has one of the year before: uitkering, year, both."""
    tabellen: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for beschikking in gegevens.beschikkingen:
        bedragen = tabellen[beschikking.uitkering, beschikking.jaar]
        bedragen[beschikking.ontvanger_code] = beschikking.bedrag
    for uitkering, jaar in sorted(tabellen):
        if (uitkering, jaar - 1) in tabellen:
            yield uitkering, jaar, tabellen[uitkering, jaar - 1], tabellen[uitkering, jaar]


def _terugrekenen(gegevens: Gegevens) -> Controleuitkomst:
    """Each published table follows from the year before by one factor, but for what is known."""
    namen = {b.ontvanger_code: b.ontvanger for b in gegevens.beschikkingen}
    bekend = {
        (a.uitkering, a.jaar, a.ontvanger_code, a.verwacht, a.gevonden): a
        for a in gegevens.bekende_afwijkingen
        if a.controle == "terugrekenen"
    }
    nieuw, tekst, gezien = list[str](), list[str](), dict[tuple[object, ...], object]()
    for uitkering, jaar, vorig, bedragen in _tabelparen(gegevens):
        try:
            terugrekening = reken_terug(vorig, bedragen)
        except ValueError:
            nieuw.append(
                f"{uitkering} {jaar} is niet terug te rekenen uit {jaar - 1}: niet elke ontvanger "
                "heeft in beide jaren een bedrag boven nul"
            )
            continue
        wat = benoem(gegevens, uitkering)
        tekst.append(f"{wat} {jaar}: {len(terugrekening.verklaard)} van {len(bedragen)}")
        alle = {(uitkering, jaar, *astuple(a)): a for a in terugrekening.afwijkingen}
        gezien |= alle
        nieuw += (
            f"{uitkering} {jaar}, {namen[a.ontvanger_code]} ({a.ontvanger_code}): verwacht "
            f"{toon(a.verwacht)}, gepubliceerd {toon(a.gevonden)}"
            for sleutel, a in alle.items()
            if sleutel not in bekend
        )
    nieuw += (
        f"bekende_afwijkingen.csv, rij {a.rij}: de afwijking van {a.ontvanger} is er niet meer; "
        "verwijder de rij als dat klopt"
        for sleutel, a in bekend.items()
        if sleutel not in gezien
    )
    bekeken = "tot op de euro teruggerekend uit het jaar ervoor: " + ", ".join(tekst)
    teruggevonden = tuple(bekend[sleutel] for sleutel in gezien if sleutel in bekend)
    return Controleuitkomst("Gepubliceerde tabellen", bekeken, tuple(nieuw), teruggevonden)


CONTROLES: tuple[Callable[[Gegevens], Controleuitkomst], ...] = (
    _tabelregels, _controletotalen, _bronnen, _jaren, _herkomst, _sleutels, _werkagenda,
    _gemeenten, _cbs_codes, _cbs_tellingen, _terugrekenen,
)  # fmt: skip
