"""What clients rely on, checked on the embedded broker and on Apache Kafka alike."""
