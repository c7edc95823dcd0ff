"""End to end: pubmd writes the pages, the real Jekyll builds the site, a real browser opens it and clicks."""
