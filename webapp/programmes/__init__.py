"""Funding programmes and their editable profiles: statements, rates, deadlines, target groups."""
