"""What if: it knows changes, what each of them does, and how wide the band is; it must not know
what was awarded or spent.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.scenario.formulier import Scenarioantwoord as Scenarioantwoord
    from azwa_funds.scenario.formulier import Scenariovraag as Scenariovraag
    from azwa_funds.scenario.formulier import antwoord_op as antwoord_op
    from azwa_funds.scenario.formulier import scenario_als_bestand as scenario_als_bestand
    from azwa_funds.scenario.formulier import scenariokeuzes as scenariokeuzes
    from azwa_funds.scenario.formulier import scenarioschuiven as scenarioschuiven
    from azwa_funds.scenario.scenario import lees_scenario as lees_scenario
    from azwa_funds.scenario.scenario import reken_scenario as reken_scenario
    from azwa_funds.scenario.uitvoer import reken_rijen as reken_rijen
    from azwa_funds.scenario.wijziging import Stand as Stand
    from azwa_funds.scenario.zwaai import lees_spreiding as lees_spreiding
    from azwa_funds.scenario.zwaai import reken_zwaai as reken_zwaai
