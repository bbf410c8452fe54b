"""A version of a policy as a tagged, accessible PDF: PDF/UA-1 and PDF/A-2a in one file."""
