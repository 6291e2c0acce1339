"""Entities -> ids in a knowledge base, or the reason why not. Pure: no Kafka, no web, no clock."""
