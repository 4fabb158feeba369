"""`python -m azwa_funds` does what the command `azwa-funds` does."""

from azwa_funds.opdrachten import main

main()
