"""Papers to print and to file: PDF/UA made with Typst, and the same as accessible HTML."""
