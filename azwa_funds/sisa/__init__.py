"""Accounting for it: it knows indicators, returns and the official format; it must not know the
findings of the toets.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.sisa.formaat import jaren_met_formaat as jaren_met_formaat
    from azwa_funds.sisa.formaat import lees_formaat as lees_formaat
    from azwa_funds.sisa.regio import regio_opnieuw as regio_opnieuw
    from azwa_funds.sisa.werkboek import maak_sisawerk as maak_sisawerk
    from azwa_funds.sisa.werkboek import sisa_opnieuw as sisa_opnieuw
