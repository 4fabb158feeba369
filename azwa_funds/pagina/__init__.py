"""The web page: it knows the one file that carries its own figures; it must not know a figure that
no other room gives.
"""
