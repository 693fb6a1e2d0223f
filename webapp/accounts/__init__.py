"""People who sign in: staff of the organisations, by a link sent to their address."""
