"""A plan to begin with: it runs unchanged, and says in remarks what can be changed and how."""

from __future__ import annotations

import json
from collections.abc import Iterable

from azwa_funds.kern.begrippen import Regio
from azwa_funds.kern.fouten import Gebruikersfout
from azwa_funds.verdelen.cijfers import Cijfers

_PLAN = """\
# Doorverdeling van het regionale geld van IZA-regio {regio}.
# Mandaathouder: {mandaathouder} ({rechtsvorm}).
#
# Dit plan werkt zoals het hier staat. Maak er het plan van uw regio van en voer het opnieuw uit:
#     azwa-funds doorverdelen {bestand}
# Een regel die met # begint telt niet mee. Haal # weg om een mogelijkheid te gebruiken.
#
# Geen bron schrijft voor hoe u verdeelt: dat spreken de gemeenten in de regio samen af. Wat hier
# staat is een voorbeeld. Zolang hieronder geen besluit staat, heeft elk bedrag status aanname.

naam = {naam}
regio = {regio_toml}
jaren = [{jaren}]

# Is het plan vastgesteld? Noem dan het besluit. Het komt als bron bij elk bedrag te staan.
# besluit = "Besluit van de regiotafel van (datum), nummer (nummer)"

# Waarvoor het geld is. Zonder deze regel staat er wat de bron van de uitkering noemt.
# doel = "uitvoering van de werkagenda van de regio"

# Eigen voorwaarden van de regio, voor in de brief.
# voorwaarden = ["Wat niet is besteed, gaat terug naar de mandaathouder."]

# Zoveel krijgt elke gemeente die meedoet in elk geval per jaar, in euro's.
# minimum = 50000


# ---- 1. Wat regionaal blijft ------------------------------------------------------------------
# Eerst gaan deze posten van het regionale bedrag af: een bedrag in euro's, of een percentage van
# het regionale bedrag. De regionale coördinatie wordt uit hetzelfde geld betaald; hoeveel dat is,
# noemt geen bron. De 5 hieronder is een voorbeeld: vul het percentage van uw regio in.

[[post]]
naam = "Regionale coördinatie"
procent = 5
toelichting = "voorbeeld; vul het percentage van uw regio in"

# [[post]]
# naam = "Opdracht aan de GGD"
# ontvanger = {ggd}
# bedrag = {{ {bedragen} }}     # per jaar een eigen bedrag
# besluit = "Opdracht van (datum)"       # waar dit bedrag op rust

# [[post]]
# naam = "Btw die niet gecompenseerd wordt"
# bedrag = 25000                         # elk jaar hetzelfde
# jaren = [{eerste}]                         # alleen in dit jaar


# ---- 2. Bedragen die vaststaan ----------------------------------------------------------------
# Een vast bedrag voor een gemeente, bijvoorbeeld omdat zij iets voor de hele regio doet.

# [[vast]]
# gemeente = {eerste_gemeente}
# bedrag = 40000

# Een activiteit: een bedrag, wie meedoen, en hoe zij het delen (inwoners, brede_spuk of gelijk).

# [[activiteit]]
# naam = "Valpreventie"
# bedrag = 200000
# deelnemers = "alle"                    # of een lijst: [{twee_gemeenten}]
# wijze = "inwoners"


# ---- 3. Hoe de rest naar de gemeenten gaat ----------------------------------------------------
# inwoners     naar het aantal inwoners (CBS, 1 januari {peiljaar})
# brede_spuk   naar het gewicht van elke gemeente in de verdeelsleutel van de Brede SPUK
# gelijk       elke gemeente evenveel
# Meer manieren naast elkaar mag: geef elke [[verdeling]] een percentage, samen 100.

[[verdeling]]
wijze = "inwoners"
procent = 100


# ---- 4. Wie niet meedoet ----------------------------------------------------------------------
# Alle {aantal} gemeenten van de regio doen mee: {gemeenten}.

# [[doet_niet_mee]]
# gemeente = {laatste_gemeente}
# jaren = [{eerste}]                         # zonder deze regel: alle jaren
# reden = "voert dit zelf uit"


# ---- 5. Hoe en wanneer er wordt teruggemeld ---------------------------------------------------
# via_mandaathouder   de gemeente geeft haar besteding op aan de mandaathouder
# zelf                de gemeente verantwoordt zelf aan het Rijk (SiSa tussen medeoverheden)

[verantwoording]
wijze = "via_mandaathouder"
# uiterlijk = "04-01"                    # maand en dag, in het jaar na het jaar van besteding
"""


def voorbeeldplan(
    cijfers: Cijfers, regio: Regio, jaren: Iterable[int] = (), bestand: str = "plan.toml"
) -> str:
    """Return the text of a plan for a region, for all years of the SPUK AZWA unless chosen.

    Raises Gebruikersfout for a year of which the regional amount is not known.
    """
    bekend = (*cijfers.vorige_jaren, *cijfers.jaren)
    gekozen = sorted(set(jaren)) or list(cijfers.jaren)
    for jaar in gekozen:
        if jaar not in bekend:
            keuzes = ", ".join(map(str, bekend))
            raise Gebruikersfout(f"Van {jaar} is geen regionaal bedrag bekend; kies uit: {keuzes}.")
    leden = [gemeente.naam for gemeente in cijfers.gemeenten_van(regio.naam)]
    ggd = cijfers.gemeenten_van(regio.naam)[0].ggd_regio
    return _PLAN.format(
        regio=regio.naam,
        regio_toml=_toml(regio.naam),
        mandaathouder=regio.mandaathouder,
        rechtsvorm=regio.rechtsvorm,
        bestand=f'"{bestand}"' if " " in bestand else bestand,
        naam=_toml(f"Doorverdeling {gekozen[0]}-{gekozen[-1]} van IZA-regio {regio.naam}"),
        jaren=", ".join(map(str, gekozen)),
        eerste=gekozen[0],
        bedragen=", ".join(f"{jaar} = 100000" for jaar in gekozen),
        ggd=_toml(ggd),
        eerste_gemeente=_toml(leden[0]),
        laatste_gemeente=_toml(leden[-1]),
        twee_gemeenten=", ".join(map(_toml, leden[:2])),
        peiljaar=cijfers.inwoners_jaar,
        aantal=len(leden),
        gemeenten=", ".join(leden),
    )


def _toml(tekst: str) -> str:
    """Write a text as TOML does, which for these characters is as JSON does."""
    return json.dumps(tekst, ensure_ascii=False)
