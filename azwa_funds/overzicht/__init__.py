"""Overviews: it knows which sheets the country, a region and a gemeente get; it must not compute
an amount itself.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.overzicht.gebied import SOORT_EIGEN_GEBIED as SOORT_EIGEN_GEBIED
    from azwa_funds.overzicht.gebied import gebied_opnieuw as gebied_opnieuw
    from azwa_funds.overzicht.gebied import lijst_opnieuw as lijst_opnieuw
    from azwa_funds.overzicht.gemeente import bijzonderheden as bijzonderheden
    from azwa_funds.overzicht.gemeente import gemeentelijk_werkboek as gemeentelijk_werkboek
    from azwa_funds.overzicht.gemeente import plaats_in_woorden as plaats_in_woorden
    from azwa_funds.overzicht.gemeente import vergelijk_per_inwoner as vergelijk_per_inwoner
    from azwa_funds.overzicht.gemeente import vergelijkingsgroepen as vergelijkingsgroepen
    from azwa_funds.overzicht.keuze import kies_overzichten as kies_overzichten
    from azwa_funds.overzicht.land import landelijk_werkboek as landelijk_werkboek
    from azwa_funds.overzicht.regio import REGIO_MET_PLAN as REGIO_MET_PLAN
    from azwa_funds.overzicht.regio import regio_met_plan_opnieuw as regio_met_plan_opnieuw
    from azwa_funds.overzicht.regio import regionaal_werkboek as regionaal_werkboek
