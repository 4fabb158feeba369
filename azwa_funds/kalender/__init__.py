"""The calendar: it knows the dates that matter, with their source; it must not know any amount."""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.kalender.dagen import kalender_als_ics as kalender_als_ics
    from azwa_funds.kalender.dagen import maak_kalender as maak_kalender
    from azwa_funds.kalender.uitvoer import kalender_blad as kalender_blad
