"""What sign-off puts on paper: slips, meeting sheets and receipts."""
