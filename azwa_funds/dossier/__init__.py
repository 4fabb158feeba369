"""The dossier: it knows the user's own folder, what lies in it and how a file there is replaced
and put back; it must not know what any figure means.
"""
