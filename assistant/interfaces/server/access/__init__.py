"""Who may ask, how often, and how much: keys, rates, bodies, browsers' origins."""
