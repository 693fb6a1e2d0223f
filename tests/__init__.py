"""The tests, laid out like webapp/; what they share lies beside this file."""
