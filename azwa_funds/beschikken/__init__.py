"""Awards: it knows the official amounts, checked and kept; it must not know what was spent."""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.beschikken.beschikkingen import beschikkingsrijen as beschikkingsrijen
    from azwa_funds.beschikken.beschikkingen import kies_bron as kies_bron
    from azwa_funds.beschikken.beschikkingen import lees_beschikkingen as lees_beschikkingen
    from azwa_funds.beschikken.uitvoer import beschikkingssamenvatting as beschikkingssamenvatting
    from azwa_funds.beschikken.uitvoer import bewaarde_beschikkingen as bewaarde_beschikkingen
