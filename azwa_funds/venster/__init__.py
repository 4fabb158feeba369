"""The window: it knows screens, the guard before them, and work that runs beside them; it must not
know any rule, compute any figure or read any file of the user's itself.
"""
