"""The toets: it knows the fifteen rules and their findings; it must not know how the accounts go
to the ministry (`sisa`).
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.toetsen.uitslag import Uitslag as Uitslag
    from azwa_funds.toetsen.uitslag import toets_bestanden as toets_bestanden
    from azwa_funds.toetsen.uitvoer import BEVINDINGKOLOMMEN as BEVINDINGKOLOMMEN
    from azwa_funds.toetsen.uitvoer import bevinding_als_rij as bevinding_als_rij
    from azwa_funds.toetsen.werkboek import maak_toetswerkboek as maak_toetswerkboek
    from azwa_funds.toetsen.werkboek import toets_opnieuw as toets_opnieuw
