"""What an applicant sees of an own case, and answers to it."""
