"""Public pages that gather several capabilities: home, project, partner, privacy, accessibility."""
