"""The dossier: it knows the user's own folder, what lies in it and how a file there is replaced
and put back; it must not know what any figure means.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.dossier.dossier import Dossier as Dossier
    from azwa_funds.dossier.dossier import kies_profiel as kies_profiel
    from azwa_funds.dossier.dossier import lees_dossier as lees_dossier
    from azwa_funds.dossier.dossier import maak_dossier as maak_dossier
    from azwa_funds.dossier.geschiedenis import Verouderd as Verouderd
    from azwa_funds.dossier.geschiedenis import herstel as herstel
    from azwa_funds.dossier.geschiedenis import lees_bestand as lees_bestand
    from azwa_funds.dossier.geschiedenis import lees_logboek as lees_logboek
    from azwa_funds.dossier.geschiedenis import som_van as som_van
    from azwa_funds.dossier.geschiedenis import vervang as vervang
    from azwa_funds.dossier.opslag import BESCHIKKING as BESCHIKKING
    from azwa_funds.dossier.opslag import FORMAT as FORMAT
    from azwa_funds.dossier.opslag import Ontvangen as Ontvangen
    from azwa_funds.dossier.opslag import gooi_weg as gooi_weg
    from azwa_funds.dossier.opslag import neem_op as neem_op
    from azwa_funds.dossier.opslag import ontvang as ontvang
    from azwa_funds.dossier.opslag import ontvangen as ontvangen
    from azwa_funds.dossier.opslag import ruim_resten_op as ruim_resten_op
    from azwa_funds.dossier.opslag import veilige_naam as veilige_naam
    from azwa_funds.dossier.opslag import vrije_plek as vrije_plek
    from azwa_funds.dossier.overname import kijk_na as kijk_na
    from azwa_funds.dossier.overname import neem_over as neem_over
    from azwa_funds.dossier.overname import weiger_meegeleverd as weiger_meegeleverd
    from azwa_funds.dossier.plek import is_dossier as is_dossier
