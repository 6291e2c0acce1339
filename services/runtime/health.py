"""What a service needs and whether it has it: the truth behind `/readyz`."""

from services.runtime import logs, metrics

log = logs.get(__name__)


class Health:
    """The named conditions of one service. It is ready when each of them holds."""

    def __init__(self, service: str, *conditions: str) -> None:
        self.service = service
        self._conditions = dict.fromkeys(conditions, "not seen yet")
        self._publish()

    def up(self, condition: str) -> None:
        """`condition` holds."""
        if self._conditions.get(condition) != "":
            log.info("up", condition=condition)
        self._conditions[condition] = ""
        self._publish()

    def down(self, condition: str, why: str) -> None:
        """`condition` does not hold, because of `why`."""
        if self._conditions.get(condition) != why:
            log.warning("down", condition=condition, why=why)
        self._conditions[condition] = why or "unknown"
        self._publish()

    @property
    def ready(self) -> bool:
        """Whether every condition holds."""
        return not any(self._conditions.values())

    def report(self) -> dict[str, object]:
        """What `/readyz` answers: `ready`, and each condition as "up" or the reason why not."""
        return {
            "service": self.service,
            "ready": self.ready,
            "conditions": {name: why or "up" for name, why in self._conditions.items()},
        }

    def _publish(self) -> None:
        metrics.READY.labels(self.service).set(self.ready)
        for name, why in self._conditions.items():
            metrics.DEPENDENCY_UP.labels(self.service, name).set(not why)
