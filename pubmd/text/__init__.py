"""Text of BibTeX fields: LaTeX read as chunks, and chunks written as what a page holds."""
