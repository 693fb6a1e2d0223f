"""Partner meetings, study visits, workshops, ideathons and the rest: what, when, where, whose."""
