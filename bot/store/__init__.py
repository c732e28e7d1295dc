"""What is kept, and for how long: see the table in the README."""
