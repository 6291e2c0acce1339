"""A consumer in a process of its own: `python -m tests.kafka.member BOOTSTRAP STREAM GROUP`."""

import sys

from kafka import KafkaConsumer

from tests.kafka.clients import QUICK

if __name__ == "__main__":
    bootstrap, stream, group = sys.argv[1:]
    consumer = KafkaConsumer(
        stream, bootstrap_servers=bootstrap, group_id=group, **QUICK | {"session_timeout_ms": 2500}
    )
    while True:
        consumer.poll(timeout_ms=5000)
