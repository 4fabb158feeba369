"""What a person types and reads: it knows the options, the terminal, text, csv and json of any
rows; it must not know what is computed or judged.
"""
