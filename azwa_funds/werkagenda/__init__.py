"""The werkagenda of a region: it knows norms, register, money and the document; it must not know
bookings.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.werkagenda.format import werkagendaformat_van as werkagendaformat_van
    from azwa_funds.werkagenda.normen import streefwaarden_van as streefwaarden_van
    from azwa_funds.werkagenda.register import REGISTERBESTAND as REGISTERBESTAND
    from azwa_funds.werkagenda.register import Oordeel as Oordeel
    from azwa_funds.werkagenda.register import Werkagendastatus as Werkagendastatus
    from azwa_funds.werkagenda.register import eigen_register as eigen_register
    from azwa_funds.werkagenda.register import lees_register as lees_register
    from azwa_funds.werkagenda.themas import themablad as themablad
    from azwa_funds.werkagenda.themas import themaherkomst as themaherkomst
    from azwa_funds.werkagenda.werkagenda import Werkagenda as Werkagenda
    from azwa_funds.werkagenda.werkboek import maak_agendawerkboek as maak_agendawerkboek
