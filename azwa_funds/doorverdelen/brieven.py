"""The letter to each gemeente: amount, purpose, conditions, what to report back, every source."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from azwa_funds.doorverdelen.briefsjabloon import Blok, Sjabloon, Tabelblok
from azwa_funds.doorverdelen.plan import Plan, Verantwoordingswijze, Wijze, procent_in_woorden
from azwa_funds.doorverdelen.teksten import planteksten_van
from azwa_funds.doorverdelen.verdeling import Doorverdeling, Gemeentedeel
from azwa_funds.kern.begrippen import BREDE_SPUK, LOKAAL, STATUS_UITLEG, Ontvanger
from azwa_funds.kern.euro import toon, toon_getal
from azwa_funds.kern.herkomst import citeer, citeer_vindplaats
from azwa_funds.kern.tekst import bestandsnaam, toon_datum
from azwa_funds.verdelen import Cijfers

#: The folder of the letters, under that of the plan.
BRIEVENMAP = "brieven"


def briefnaam(wie: Ontvanger) -> str:
    """Return the name of the file of a letter."""
    return f"{bestandsnaam(wie.code, wie.naam)}.docx"


def maak_brief(
    cijfers: Cijfers, verdeling: Doorverdeling, sjabloon: Sjabloon, wie: Ontvanger
) -> bytes:
    """Fill in the template for one gemeente."""
    brief = _Brief(cijfers, verdeling, wie)
    velden = {naam: _heel(tekst) for naam, tekst in brief.velden().items()}
    return sjabloon.vul(velden, brief.blokken())


def _heel(tekst: str) -> str:
    """Keep an amount on one line with its euro sign."""
    return tekst.replace("€ ", "€\u00a0")


class _Brief:
    """What the letter to one gemeente says, field by field."""

    def __init__(self, cijfers: Cijfers, verdeling: Doorverdeling, wie: Ontvanger) -> None:
        self.cijfers, self.verdeling, self.wie = cijfers, verdeling, wie
        self.plan: Plan = verdeling.plan
        self.bronnen = cijfers.gegevens.bronnen
        self.teksten = planteksten_van(cijfers.gegevens)
        self.jaren = [j for j in verdeling.jaren if verdeling.deel(wie.code, j).bedrag]

    def _deel(self, jaar: int) -> Gemeentedeel:
        return self.verdeling.deel(self.wie.code, jaar)

    def velden(self) -> dict[str, str]:
        plan = self.plan
        totaal = sum(self._deel(jaar).bedrag for jaar in self.jaren)
        return {
            "mandaathouder": plan.regio.mandaathouder,
            "regio": plan.regio.naam,
            "gemeente": self.wie.naam,
            "gemeente_code": self.wie.code,
            "uitkering": " en ".join(self._uitkeringnamen()),
            "jaren": _jaren_in_woorden(self.jaren),
            "totaal": toon(totaal),
            "plan": plan.naam,
            "besluit": self._besluit(),
            "status": self._status(),
            "doel": "; ".join(
                dict.fromkeys(self.teksten.doel_van(plan, u) for u in self._uitkeringen())
            ),
        }

    def blokken(self) -> dict[str, Blok]:
        aantal = len(self.jaren)
        bedragen = [
            [str(jaar), toon(self._deel(jaar).bedrag), str(self.verdeling.status_van(jaar))]
            for jaar in self.jaren
        ]
        return {
            "bedragen": Tabelblok(["Jaar", "Bedrag", "Status"], bedragen, [30, 45, 45], [1]),
            "opbouw": Tabelblok(
                ["Waaruit", *map(str, self.jaren)],
                list(self._opbouw()),
                [160 - 28 * aantal, *([28] * aantal)],
                range(1, aantal + 1),
            ),
            "voorwaarden": list(self._voorwaarden()),
            "terugmelden": Tabelblok(
                ["Over", "Wat", "Uiterlijk"], list(self._terugmelden()), [18, 92, 50]
            ),
            "bronnen": list(self._bronnen()),
        }

    # -- words ---------------------------------------------------------------------------------

    def _uitkeringen(self) -> list[str]:
        return list(dict.fromkeys(self.verdeling.jaren[j].geld.uitkering for j in self.jaren))

    def _uitkeringnamen(self) -> list[str]:
        return [self.cijfers.gegevens.uitkering(id).naam for id in self._uitkeringen()]

    def _besluit(self) -> str:
        if self.plan.besluit:
            return f"Deze verdeling berust op: {self.plan.besluit}."
        return (
            "Let op: dit is een concept. Er is nog geen besluit over deze verdeling, en u kunt er "
            "geen rechten aan ontlenen."
        )

    def _status(self) -> str:
        statussen = sorted({self.verdeling.status_van(jaar) for jaar in self.jaren})
        zinnen = [f"{status}: {STATUS_UITLEG[status]}" for status in statussen]
        return f"Status {'; '.join(zinnen)}."

    # -- tables --------------------------------------------------------------------------------

    def _opbouw(self) -> Iterator[list[str]]:
        delen = [self._deel(jaar) for jaar in self.jaren]
        if any(deel.vast for deel in delen):
            yield ["Vast bedrag", *(toon_getal(deel.vast) for deel in delen)]
        for nummer, activiteit in enumerate(self.plan.activiteiten):
            bedragen = [deel.activiteiten[nummer] for deel in delen]
            if any(bedragen):
                naam = f"Activiteit {activiteit.naam}, verdeeld {activiteit.wijze.woorden}"
                yield [naam, *map(toon_getal, bedragen)]
        if any(deel.gedeeld for deel in delen):
            naam = f"Deel van de rest, verdeeld {mix_in_woorden(self.plan)}"
            if any(deel.op_minimum for deel in delen):
                naam += f"; aangevuld tot het minimum van {toon(self.plan.minimum)}"
            yield [naam, *(toon_getal(deel.gedeeld) for deel in delen)]
        yield ["Samen", *(toon_getal(deel.bedrag) for deel in delen)]

    def _terugmelden(self) -> Iterator[list[str]]:
        tekst = self.teksten.verantwoording(self.plan.terugmelding.wijze).tekst
        for jaar in self.jaren:
            dag, gekozen = self.teksten.terug_voor(self.plan.terugmelding, jaar)
            yield [str(jaar), tekst, dag_in_woorden(self.plan, dag, gekozen)]

    # -- lists ---------------------------------------------------------------------------------

    def _voorwaarden(self) -> Iterator[str]:
        for uitkering in self._uitkeringen():
            for voorwaarde in self.teksten.voorwaarden_van(uitkering):
                bron = citeer_vindplaats(self.bronnen, voorwaarde.vindplaats)
                yield f"{voorwaarde.tekst} (bron: {bron})"
        for tekst in self.plan.voorwaarden:
            yield f"{tekst} (voorwaarde van de regio)"

    def _bronnen(self) -> Iterator[str]:
        for jaar in self.jaren:
            deel = self.verdeling.jaren[jaar]
            yield (
                f"Regionaal bedrag {jaar}, {toon(deel.geld.bedrag)} ({deel.geld.status}): "
                f"{citeer_vindplaats(self.bronnen, deel.geld.vindplaats)}. Daarvan blijft "
                f"{toon(deel.regionaal)} regionaal en gaat {toon(deel.naar_gemeenten)} naar de "
                "gemeenten."
            )
        yield from _herkomst_van_wijzen(self.cijfers, self.plan, self.jaren)
        yield f"De verdeling: {self.plan.naam} ({self.plan.besluit or 'zonder besluit, aanname'})."
        yield from self._eigen_besluiten()
        yield self.teksten.sleutel.met_bron(self.cijfers.gegevens)
        terug = self.teksten.verantwoording(self.plan.terugmelding.wijze)
        yield f"Terugmelden: {citeer_vindplaats(self.bronnen, terug.vindplaats)}."

    def _eigen_besluiten(self) -> Iterator[str]:
        for vast in self.plan.vast:
            if vast.gemeente == self.wie.code and vast.besluit:
                yield f"Vast bedrag: {vast.besluit}."
        for nummer, activiteit in enumerate(self.plan.activiteiten):
            krijgt = any(self._deel(jaar).activiteiten[nummer] for jaar in self.jaren)
            if activiteit.besluit and krijgt:
                yield f"Activiteit {activiteit.naam}: {activiteit.besluit}."


def dag_in_woorden(plan: Plan, dag: date, gekozen: bool) -> str:
    """Say before which day to report back, and where the region has not chosen one."""
    wanneer = toon_datum(dag.isoformat())
    if gekozen:
        return wanneer
    if plan.terugmelding.wijze is Verantwoordingswijze.ZELF:
        return f"{wanneer} aan BZK"
    return f"een dag die de mandaathouder noemt, vóór {wanneer} (verantwoording aan het Rijk)"


def mix_in_woorden(plan: Plan) -> str:
    """Say how the rest is divided: "naar inwoners", or each way with its percentage."""
    if len(plan.aandelen) == 1:
        return plan.aandelen[0].wijze.woorden
    delen = [f"{procent_in_woorden(a.procent)} {a.wijze.woorden}" for a in plan.aandelen]
    return " en ".join([", ".join(delen[:-1]), delen[-1]]) if delen else "niet"


def _herkomst_van_wijzen(cijfers: Cijfers, plan: Plan, jaren: Collection[int]) -> Iterator[str]:
    """Cite what the ways of dividing that a plan uses rest on."""
    bronnen = cijfers.gegevens.bronnen
    wijzen = {a.wijze for a in plan.aandelen} | {a.wijze for a in plan.activiteiten}
    if Wijze.INWONERS in wijzen:
        bron = citeer(bronnen[cijfers.inwoners_bron])
        yield f"Inwoners op 1 januari {cijfers.inwoners_jaar}: {bron}."
    if Wijze.BREDE_SPUK not in wijzen:
        return
    if any(jaar in cijfers.jaren for jaar in jaren):
        sleutel = cijfers.sleutel(LOKAAL)
        bron = citeer_vindplaats(bronnen, sleutel.vindplaats)
        yield f"Gewichten van de sleutel {sleutel.naam}: {bron}."
    for bron in dict.fromkeys(bron for bron, _ in bronnen_van_oud(cijfers, jaren)):
        yield f"Gepubliceerde bedragen Brede SPUK: {citeer(bronnen[bron])}."


def bronnen_van_oud(cijfers: Cijfers, jaren: Collection[int]) -> list[tuple[str, int]]:
    """Return the source and year of published amounts that are weights before the SPUK AZWA."""
    paren = (
        (b.vindplaats.bron, b.jaar)
        for b in cijfers.gegevens.beschikkingen
        if b.uitkering == BREDE_SPUK and b.jaar in jaren and b.jaar not in cijfers.jaren
    )
    return list(dict.fromkeys(paren))


def _jaren_in_woorden(jaren: list[int]) -> str:
    if len(jaren) > 1 and jaren == list(range(jaren[0], jaren[-1] + 1)):
        return f"{jaren[0]}-{jaren[-1]}"
    return ", ".join(map(str, jaren))
