"""What Jekyll will make of a site's pages, told from its `_config.yml` and without running it.

The rules are those of Jekyll 4.3, whose methods the functions name; where Jekyll 3.9, which GitHub Pages
runs, does otherwise, they say so.
"""

from pubmd.jekyll.check import jekyll_problems

__all__ = ["jekyll_problems"]
