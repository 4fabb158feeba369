"""Checks: it knows whether what went in is sound and whether a workbook still is as it was made;
it must not change anything.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.nazien.invoer import Controleuitkomst as Controleuitkomst
    from azwa_funds.nazien.invoer import aandachtspunten as aandachtspunten
    from azwa_funds.nazien.invoer import controleer as controleer
    from azwa_funds.nazien.uitvoer import controle_als_werkboek as controle_als_werkboek
