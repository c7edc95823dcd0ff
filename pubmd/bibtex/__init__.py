"""BibTeX files: bytes to entries and macros, and what became of every line that is neither."""
