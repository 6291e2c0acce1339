"""HTTP requests to what a test has started: `asking.get(url)`, `post`, `stream`.

httpx's own functions read the certificates of all the world at every request, 20 ms of the processor; a test that waits
for a service asks often, and takes that time from the service.
"""

import httpx

_CLIENT = httpx.Client(
    trust_env=False,
    timeout=10,
    # What a test kills leaves no connection behind that the next request would be sent on.
    transport=httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0)),
)
get, post, stream = _CLIENT.get, _CLIENT.post, _CLIENT.stream
