"""How every Kafka client of a process connects: in the clear, or over TLS, or with a user name and a password.

The settings say it once for all of them; where they say nothing it is in the clear.
"""

import ssl
from functools import cache
from typing import NotRequired, TypedDict

from services.runtime.settings import Settings, SettingsError, load


class Options(TypedDict):
    """What a client is given beside the address, by the names that aiokafka and kafka-python share."""

    security_protocol: str
    ssl_context: NotRequired[ssl.SSLContext]
    sasl_mechanism: NotRequired[str]
    sasl_plain_username: NotRequired[str]
    sasl_plain_password: NotRequired[str]


@cache
def options() -> Options:
    """Those of this process's environment; `SettingsError` where a certificate can't be read."""
    return of(load(Settings))


def of(settings: Settings) -> Options:
    """Those of `settings`; `SettingsError` where a certificate can't be read."""
    found = Options(security_protocol=settings.kafka_security_protocol)
    if (context := _context(settings)) is not None:
        found["ssl_context"] = context
    if settings.kafka_security_protocol.startswith("SASL"):
        found["sasl_mechanism"] = settings.kafka_sasl_mechanism
        found["sasl_plain_username"] = settings.kafka_username
        found["sasl_plain_password"] = settings.kafka_password.get_secret_value()
    return found


def _context(settings: Settings) -> ssl.SSLContext | None:
    """The broker's name is always checked against its certificate."""
    if not settings.kafka_security_protocol.endswith("SSL"):
        return None
    try:
        context = ssl.create_default_context(cafile=settings.kafka_ca)
    except (ssl.SSLError, OSError) as error:
        raise SettingsError(f"DATELINE_KAFKA_CA: no certificates in PEM ({error})") from error
    if settings.kafka_certificate is not None:
        try:
            context.load_cert_chain(settings.kafka_certificate, settings.kafka_certificate_key)
        except (ssl.SSLError, OSError) as error:
            raise SettingsError(
                f"DATELINE_KAFKA_CERTIFICATE: no certificate with its key in PEM ({error})"
            ) from error
    return context
