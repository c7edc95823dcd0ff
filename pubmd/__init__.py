"""BibTeX tagged with topics in, the Jekyll pages of a research lab's site out."""

__version__ = "0.1.0"
