"""What is known: it knows `data/` and `verdeelsleutels/` as checked records, each with its source;
it must not know how money is divided, nor what a job makes of the figures.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.gegevens.blokken import BUITEN as BUITEN
    from azwa_funds.gegevens.blokken import LANDELIJK as LANDELIJK
    from azwa_funds.gegevens.blokken import Brug as Brug
    from azwa_funds.gegevens.blokken import Ramingsregels as Ramingsregels
    from azwa_funds.gegevens.eigengebied import Gebied as Gebied
    from azwa_funds.gegevens.eigengebied import lees_gebied as lees_gebied
    from azwa_funds.gegevens.eigengebied import zoek_gebied as zoek_gebied
    from azwa_funds.gegevens.gegevens import Gegevens as Gegevens
    from azwa_funds.gegevens.grondslagen import grondslag_in_het_kort as grondslag_in_het_kort
    from azwa_funds.gegevens.grondslagen import grondslag_in_woorden as grondslag_in_woorden
    from azwa_funds.gegevens.grondslagen import grondslagvergelijking as grondslagvergelijking
    from azwa_funds.gegevens.herindeling import GEREALISEERD as GEREALISEERD
    from azwa_funds.gegevens.herindeling import opvolgers as opvolgers
    from azwa_funds.gegevens.herindeling import overgangen as overgangen
    from azwa_funds.gegevens.herindeling import volg as volg
    from azwa_funds.gegevens.herindeling import voorgangers as voorgangers
    from azwa_funds.gegevens.mappen import kopieer_gegevens as kopieer_gegevens
    from azwa_funds.gegevens.mappen import pakketmap as pakketmap
    from azwa_funds.gegevens.namen import Gevonden as Gevonden
    from azwa_funds.gegevens.namen import Namen as Namen
    from azwa_funds.gegevens.namen import andere_namen as andere_namen
    from azwa_funds.gegevens.namen import benoem as benoem
    from azwa_funds.gegevens.namen import mandaathouder_van as mandaathouder_van
    from azwa_funds.gegevens.namen import roepnamen as roepnamen
    from azwa_funds.gegevens.namen import zoek_gemeente as zoek_gemeente
    from azwa_funds.gegevens.namen import zoek_ontvanger as zoek_ontvanger
    from azwa_funds.gegevens.namen import zoek_regio as zoek_regio
