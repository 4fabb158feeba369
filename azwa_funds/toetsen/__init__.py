"""The toets: it knows the fifteen rules and their findings; it must not know how the accounts go
to the ministry (`sisa`).
"""
