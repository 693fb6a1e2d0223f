"""Projects, phases, partner organisations, places, milestones, and who has which role."""
