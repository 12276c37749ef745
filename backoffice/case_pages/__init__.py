"""What a clerk sees of one case: its page, files, receipt and papers."""
