"""The agenda of an event: its days, tracks and items, and who takes part in them."""
