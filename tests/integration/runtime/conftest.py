"""Either broker, whole, for what the runtime does with it."""

import pytest


@pytest.fixture(params=["embedded", pytest.param("apache", marks=pytest.mark.kafka)])
def bootstrap(request: pytest.FixtureRequest) -> str:
    """The address of a running broker."""
    name = {"embedded": "embedded_broker", "apache": "apache_kafka"}[request.param]
    return str(request.getfixturevalue(name).bootstrap)
