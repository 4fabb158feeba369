"""Dividing: it knows how budget x key becomes amounts, and why; it must not know what a workbook
looks like, nor what was spent.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.verdelen.brug import NIEUW as NIEUW
    from azwa_funds.verdelen.brug import OUD as OUD
    from azwa_funds.verdelen.brug import OVERIG as OVERIG
    from azwa_funds.verdelen.brug import Balk as Balk
    from azwa_funds.verdelen.brug import al_begrepen as al_begrepen
    from azwa_funds.verdelen.brug import bouw_brug as bouw_brug
    from azwa_funds.verdelen.brug import bouw_brug_land as bouw_brug_land
    from azwa_funds.verdelen.brug import bouw_brug_ontvangen as bouw_brug_ontvangen
    from azwa_funds.verdelen.brug import bouw_brug_samen as bouw_brug_samen
    from azwa_funds.verdelen.cijfers import Cijfers as Cijfers
    from azwa_funds.verdelen.grenzen import Grensfout as Grensfout
    from azwa_funds.verdelen.grenzen import begrens as begrens
    from azwa_funds.verdelen.grenzen import grenzen_van as grenzen_van
    from azwa_funds.verdelen.grenzen import heeft_grenzen as heeft_grenzen
    from azwa_funds.verdelen.maatstaven import waarden as waarden
    from azwa_funds.verdelen.ontvangst import wat_krijgt as wat_krijgt
    from azwa_funds.verdelen.raming import Raming as Raming
    from azwa_funds.verdelen.raming import bouw_raming as bouw_raming
    from azwa_funds.verdelen.raming import ramingsregels_van as ramingsregels_van
    from azwa_funds.verdelen.sleutel import gewichten as gewichten
    from azwa_funds.verdelen.sleutel import status_van as status_van
    from azwa_funds.verdelen.toekennen import VERSCHILLEN as VERSCHILLEN
    from azwa_funds.verdelen.toekennen import bedrag_van as bedrag_van
    from azwa_funds.verdelen.toekennen import kies_uit as kies_uit
    from azwa_funds.verdelen.toekennen import mogelijke_ontvangers as mogelijke_ontvangers
    from azwa_funds.verdelen.toekennen import verdeel_uitkering as verdeel_uitkering
    from azwa_funds.verdelen.uitleg import Uitleg as Uitleg
    from azwa_funds.verdelen.uitleg import leg_uit as leg_uit
    from azwa_funds.verdelen.uitleg import wacht_nog as wacht_nog
    from azwa_funds.verdelen.uitvoer import TOEKENNINGKOLOMMEN as TOEKENNINGKOLOMMEN
    from azwa_funds.verdelen.uitvoer import toekenningen_als_csv as toekenningen_als_csv
    from azwa_funds.verdelen.uitvoer import toekenningen_als_tabel as toekenningen_als_tabel
    from azwa_funds.verdelen.uitvoer import toekenningen_als_werkboek as toekenningen_als_werkboek
    from azwa_funds.verdelen.uitvoer import uitleg_als_tekst as uitleg_als_tekst
    from azwa_funds.verdelen.uitvoer import uitleg_als_werkboek as uitleg_als_werkboek
