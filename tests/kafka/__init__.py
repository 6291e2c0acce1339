"""The two brokers of the tests, each as a process of its own: Apache Kafka and the embedded broker."""

import warnings

with warnings.catch_warnings():
    # kafka-python 3.0 reads its schemas at import in a way that Python 3.11 deprecates and later ones do not.
    warnings.simplefilter("ignore", DeprecationWarning)
    import kafka.admin  # noqa: F401 - imported here once, so that no test meets the warning
