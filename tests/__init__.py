"""Tests: sentences about people; what several rooms share is imported from here (tests.strategies)."""
