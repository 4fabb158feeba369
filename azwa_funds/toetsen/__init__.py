"""The toets: it knows the thirteen rules and their findings; it must not know how the accounts go
to the ministry (`sisa`).
"""
