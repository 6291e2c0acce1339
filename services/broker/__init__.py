"""The embedded Kafka-protocol broker: one process, one machine, loopback only (demo, laptops, fast tests)."""
