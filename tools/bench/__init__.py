"""``make bench``: what the site can do, as ratios measured in one run on one machine."""
