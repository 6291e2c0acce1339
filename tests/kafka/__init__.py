"""The two brokers of the tests, each as a process of its own: Apache Kafka and the embedded broker."""
