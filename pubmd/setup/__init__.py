"""What it takes to set a Jekyll site up for pubmd: what the site holds, and the files that it needs."""
