"""Division, provenance, audit and accountability of the Dutch grant SPUK AZWA 2027-2029.

For notebooks and scripts: `from azwa_funds import verdeel, leg_uit, toets`; see
docs/python.md. These names are looked up when they are first used, because the command line,
which needs few of them, should not wait for the rest.
"""

from azwa_funds.kern.gezicht import gezicht
from azwa_funds.kern.versie import VERSIE

__version__ = VERSIE

# No name of a module may be among them: importing that module would put it in the place of the
# function.
with gezicht(globals()):
    from azwa_funds.api import Begroting as Begroting
    from azwa_funds.api import Bestedingen as Bestedingen
    from azwa_funds.api import Controle as Controle
    from azwa_funds.api import Doorverdeling as Doorverdeling
    from azwa_funds.api import Scenariouitkomst as Scenariouitkomst
    from azwa_funds.api import Sleutelvergelijking as Sleutelvergelijking
    from azwa_funds.api import Toekenningen as Toekenningen
    from azwa_funds.api import Toelichting as Toelichting
    from azwa_funds.api import Toetsuitslag as Toetsuitslag
    from azwa_funds.api import Verschiluitleg as Verschiluitleg
    from azwa_funds.api import Werkboeken as Werkboeken
    from azwa_funds.api import controleer as controleer
    from azwa_funds.api import lees_bestedingen as lees_bestedingen
    from azwa_funds.api import leg_uit as leg_uit
    from azwa_funds.api import leg_verschil_uit as leg_verschil_uit
    from azwa_funds.api import maak_begroting as maak_begroting
    from azwa_funds.api import maak_overzicht as maak_overzicht
    from azwa_funds.api import maak_sisa as maak_sisa
    from azwa_funds.api import reken_scenario as reken_scenario
    from azwa_funds.api import toets as toets
    from azwa_funds.api import verdeel as verdeel
    from azwa_funds.api import verdeel_door as verdeel_door
    from azwa_funds.api import vergelijk_sleutels as vergelijk_sleutels
    from azwa_funds.gegevens import Gegevens as Gegevens
    from azwa_funds.kern.begrippen import Toekenning as Toekenning
    from azwa_funds.kern.fouten import Gebruikersfout as Gebruikersfout
