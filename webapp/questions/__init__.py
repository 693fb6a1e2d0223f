"""Questions of an event's registration form, and the answers in the words they were asked in."""
