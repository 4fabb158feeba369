"""What is known: it knows `data/` and `verdeelsleutels/` as checked records, each with its source;
it must not know how money is divided, nor what a job makes of the figures.
"""
