"""The messages of the streams, as the pipeline publishes them."""
