"""What the pages of reports and cases ask, and in which words."""
