"""Publications: the entries of all files, which are one paper, and what a page shows of each."""
