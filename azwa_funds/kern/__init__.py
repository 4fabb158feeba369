"""The core: it knows the nouns, exact money, words, errors and whole files; it must not know
where a figure comes from, what a table holds, or any rule of a uitkering.
"""
