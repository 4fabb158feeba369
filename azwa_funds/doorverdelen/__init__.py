"""Passing on: it knows what a mandaathouder keeps for the region and passes on to each gemeente, by
the plan of the region itself; it must not know what was spent, nor what a bevinding is.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.doorverdelen.plan import DOORVERDELING as DOORVERDELING
    from azwa_funds.doorverdelen.plan import Plan as Plan
    from azwa_funds.doorverdelen.plan import Verantwoordingswijze as Verantwoordingswijze
    from azwa_funds.doorverdelen.planlezer import lees_plan as lees_plan
    from azwa_funds.doorverdelen.planschrijver import Planformulier as Planformulier
    from azwa_funds.doorverdelen.planschrijver import Planvelden as Planvelden
    from azwa_funds.doorverdelen.planschrijver import Postvelden as Postvelden
    from azwa_funds.doorverdelen.planschrijver import voorbeeldplan as voorbeeldplan
    from azwa_funds.doorverdelen.teksten import planteksten_van as planteksten_van
    from azwa_funds.doorverdelen.uitvoer import als_schermdelen as als_schermdelen
    from azwa_funds.doorverdelen.verdeling import Doorverdeling as Doorverdeling
    from azwa_funds.doorverdelen.verdeling import kies_plannen as kies_plannen
    from azwa_funds.doorverdelen.verdeling import met_plannen as met_plannen
    from azwa_funds.doorverdelen.verdeling import planbron as planbron
    from azwa_funds.doorverdelen.verdeling import plankeuze as plankeuze
    from azwa_funds.doorverdelen.verdeling import plannen_van as plannen_van
    from azwa_funds.doorverdelen.verdeling import toezegging as toezegging
    from azwa_funds.doorverdelen.verdeling import verdeel_door as verdeel_door
    from azwa_funds.doorverdelen.verdeling import vingerafdrukken as vingerafdrukken
    from azwa_funds.doorverdelen.vergelijking import verdeling_als_csv as verdeling_als_csv
    from azwa_funds.doorverdelen.werkboek import doorverdeling_opnieuw as doorverdeling_opnieuw
    from azwa_funds.doorverdelen.werkboek import doorverdeling_werkboek as doorverdeling_werkboek
