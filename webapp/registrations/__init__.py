"""Who is coming: register, confirm, wait, offer, cancel."""
