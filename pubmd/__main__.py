"""`python -m pubmd`."""

from pubmd.start import main

main()
