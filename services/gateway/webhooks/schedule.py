"""When a delivery that failed is tried again: the example schedule of Standard Webhooks, over 75 hours."""

import random

MINUTE, HOUR = 60.0, 3600.0
PAUSES_S = (5.0, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds after the first attempt, after the second, and so on: ten attempts in all."""

JITTER = 0.2
"""Share by which a pause is longer or shorter, so that what failed together does not come back together."""


def pause_s(attempts: int, asked_s: float | None, dice: random.Random) -> float | None:
    """Seconds until the next attempt after `attempts` of them; None where that was the last.

    Never sooner than the endpoint `asked_s` for.
    """
    if attempts > len(PAUSES_S):
        return None
    planned = PAUSES_S[attempts - 1] * dice.uniform(1 - JITTER, 1 + JITTER)
    return max(planned, asked_s or 0.0)
