"""What offices changed: forms, dated facts, themselves; and when the catalogue in use has to be made anew."""
