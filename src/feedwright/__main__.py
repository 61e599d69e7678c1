"""`python -m feedwright`."""

from feedwright.cli import main

main()
