"""Why here, why not there, and what cannot hold together."""
