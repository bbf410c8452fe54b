"""What is asked of those who put a case before governors, and of the governors."""
