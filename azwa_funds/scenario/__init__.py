"""What if: it knows changes, what each of them does, and how wide the band is; it must not know
what was awarded or spent.
"""
