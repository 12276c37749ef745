"""Addresses in Poland beside the register of places (GUS TERYT): what differs is only looked at twice."""
