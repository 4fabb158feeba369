"""Spending: it knows bookings, what stands against them, and the rules of spending; it must not
know how they are judged or accounted for.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.besteden.aansluiting import AANSLUITING as AANSLUITING
    from azwa_funds.besteden.aansluiting import VAN_DE_BESTANDEN as VAN_DE_BESTANDEN
    from azwa_funds.besteden.aansluiting import Aansluitingsopzet as Aansluitingsopzet
    from azwa_funds.besteden.aansluiting import Bedrageenheid as Bedrageenheid
    from azwa_funds.besteden.aansluiting import Bronregel as Bronregel
    from azwa_funds.besteden.aansluiting import Grootboekpost as Grootboekpost
    from azwa_funds.besteden.aansluiting import Grootboekstand as Grootboekstand
    from azwa_funds.besteden.aansluiting import Regiovergelijking as Regiovergelijking
    from azwa_funds.besteden.aansluiting import Telplek as Telplek
    from azwa_funds.besteden.aansluiting import aansluiting_blad as aansluiting_blad
    from azwa_funds.besteden.aansluiting import grootboekstand as grootboekstand
    from azwa_funds.besteden.aansluiting import kolomsom as kolomsom
    from azwa_funds.besteden.boekingen import REGISTER as REGISTER
    from azwa_funds.besteden.boekingen import Aanvulling as Aanvulling
    from azwa_funds.besteden.boekingen import Bestedingen as Bestedingen
    from azwa_funds.besteden.boekingen import Bestedingenfout as Bestedingenfout
    from azwa_funds.besteden.boekingen import aanvulling_uit_keuzes as aanvulling_uit_keuzes
    from azwa_funds.besteden.boekingen import lees_bestedingen as lees_bestedingen
    from azwa_funds.besteden.boekingen import maak_aanvulling as maak_aanvulling
    from azwa_funds.besteden.boekingen import weiger_overschrijven as weiger_overschrijven
    from azwa_funds.besteden.codes import Codes as Codes
    from azwa_funds.besteden.dubbelen import komt_vaker_voor as komt_vaker_voor
    from azwa_funds.besteden.dubbelen import misschien_vaker as misschien_vaker
    from azwa_funds.besteden.meerjaren import Jaarinvoer as Jaarinvoer
    from azwa_funds.besteden.meerjaren import Jaarstand as Jaarstand
    from azwa_funds.besteden.meerjaren import loop_door as loop_door
    from azwa_funds.besteden.meerjaren import sluit as sluit
    from azwa_funds.besteden.rechten import REGIONALE as REGIONALE
    from azwa_funds.besteden.rechten import Geld as Geld
    from azwa_funds.besteden.rechten import Kring as Kring
    from azwa_funds.besteden.rechten import Recht as Recht
    from azwa_funds.besteden.rechten import Toegekend as Toegekend
    from azwa_funds.besteden.rechten import geld_van as geld_van
    from azwa_funds.besteden.rechten import kies_kring as kies_kring
    from azwa_funds.besteden.regels import Ernst as Ernst
    from azwa_funds.besteden.regels import Meenemen as Meenemen
    from azwa_funds.besteden.regels import Toetsregel as Toetsregel
    from azwa_funds.besteden.regels import Toetsregels as Toetsregels
    from azwa_funds.besteden.regels import toetsregels_van as toetsregels_van
    from azwa_funds.besteden.sjabloon import BOEKINGENBLAD as BOEKINGENBLAD
    from azwa_funds.besteden.sjabloon import Formulierinhoud as Formulierinhoud
    from azwa_funds.besteden.sjabloon import lees_formulierinhoud as lees_formulierinhoud
    from azwa_funds.besteden.sjabloon import maak_formulierinhoud as maak_formulierinhoud
    from azwa_funds.besteden.sjabloon import sjabloon_als_csv as sjabloon_als_csv
    from azwa_funds.besteden.sjabloon import sjabloon_als_xlsx as sjabloon_als_xlsx
    from azwa_funds.besteden.teksten import Woordzoeker as Woordzoeker
    from azwa_funds.besteden.teksten import als_heel_woord as als_heel_woord
    from azwa_funds.besteden.tolerantie import Tolerantie as Tolerantie
    from azwa_funds.besteden.tolerantie import deelwaarneming as deelwaarneming
    from azwa_funds.besteden.tolerantie import tolerantie_van as tolerantie_van
    from azwa_funds.besteden.uitvoer import boekingen_als_formulier as boekingen_als_formulier
    from azwa_funds.besteden.uitvoer import meld_niet_gelezen as meld_niet_gelezen
