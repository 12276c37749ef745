"""What clerks do with a case: finding, steps, calls, letters, and who may."""
