"""What every service shares: settings, logs, metrics, health, Kafka, and the delivery rule."""
