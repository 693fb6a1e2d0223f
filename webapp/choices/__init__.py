"""Which items of an agenda the people who come have chosen, within the places there are."""
