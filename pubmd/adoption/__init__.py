"""Hand-written topic pages taken over: what they say as BibTeX and configuration, and what was amiss."""
