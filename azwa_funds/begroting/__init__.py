"""The budget: it knows what an officer writes in a begroting and how an amount changed; it must not
know what was spent.
"""
