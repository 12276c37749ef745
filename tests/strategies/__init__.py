"""Made-up definitions, valid answers and single spoilers for every form."""
