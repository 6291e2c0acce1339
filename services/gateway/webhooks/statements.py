"""The SQL of webhooks."""

from typing import LiteralString

ACTIVE: LiteralString = "SELECT id, filter FROM webhooks WHERE enabled"

# Run before the events are stored, in the same transaction: what is there already was queued then.
QUEUE: LiteralString = """
INSERT INTO webhook_deliveries (webhook_id, event_id)
SELECT wanted.webhook, wanted.event
FROM unnest(%(webhooks)s::uuid[], %(events)s::uuid[]) AS wanted (webhook, event)
    JOIN webhooks ON webhooks.id = wanted.webhook
WHERE NOT EXISTS (SELECT 1 FROM article_versions WHERE article_versions.event_id = wanted.event)
ON CONFLICT DO NOTHING
"""

# At most `slots` of each webhook, so that none takes the others' turn; `failures` leave it one.
CLAIM: LiteralString = """
WITH free AS (
    SELECT w.id, w.url, w.secret, w.old_secret, w.old_until, w.whole,
        least(CASE WHEN w.failures = 0 THEN %(most)s ELSE 1 END - coalesce(busy.count, 0), %(most)s) AS slots
    FROM webhooks w
        LEFT JOIN unnest(%(ids)s::uuid[], %(counts)s::int[]) AS busy (id, count) ON busy.id = w.id
    WHERE w.enabled
), due AS (
    SELECT d.webhook_id, d.event_id
    FROM free CROSS JOIN LATERAL (
        SELECT webhook_id, event_id FROM webhook_deliveries
        WHERE webhook_id = free.id AND state = 'waiting' AND due_at <= now()
        ORDER BY due_at
        LIMIT greatest(free.slots, 0)
        FOR UPDATE SKIP LOCKED
    ) AS d
    LIMIT %(limit)s
), claimed AS (
    UPDATE webhook_deliveries AS d
    SET due_at = now() + make_interval(secs => %(lease_s)s), attempts = attempts + 1
    FROM due WHERE d.webhook_id = due.webhook_id AND d.event_id = due.event_id
    RETURNING d.webhook_id, d.event_id, d.attempts
)
SELECT c.webhook_id, c.event_id, c.attempts, free.url, free.whole, free.secret,
    CASE WHEN free.old_until > now() THEN free.old_secret END AS old_secret,
    v.article_id, v.kind, v.producer, v.happened_at, convert_to(v.doc::text, 'UTF8') AS doc,
    v.kind = 'tagged' AND a.retracted AS withdrawn
FROM claimed c JOIN free ON free.id = c.webhook_id JOIN article_versions v ON v.event_id = c.event_id
    JOIN articles a ON a.id = v.article_id
"""

DONE: LiteralString = """
WITH delivered AS (
    UPDATE webhook_deliveries SET state = 'delivered' WHERE webhook_id = %(webhook)s AND event_id = %(event)s
)
UPDATE webhooks SET failures = 0, delivered_at = now() WHERE id = %(webhook)s
"""

AGAIN: LiteralString = """
WITH again AS (
    UPDATE webhook_deliveries SET
        state = CASE WHEN %(pause_s)s::float8 IS NULL THEN 'failed' ELSE 'waiting' END,
        due_at = now() + make_interval(secs => coalesce(%(pause_s)s::float8, 0))
    WHERE webhook_id = %(webhook)s AND event_id = %(event)s
)
UPDATE webhooks w SET
    failures = failures + 1,
    enabled = enabled AND NOT rests,
    reason = CASE WHEN rests THEN %(disable)s ELSE reason END
FROM (
    SELECT id, %(disable)s::text IS NOT NULL
        AND (%(now)s OR coalesce(delivered_at < now() - interval '1 day', true)) AS rests
    FROM webhooks WHERE id = %(webhook)s
) AS judged
WHERE w.id = judged.id
"""

# What its publisher withdrew meanwhile is not sent any more; the retraction is.
DROP: LiteralString = """
UPDATE webhook_deliveries SET state = 'failed' WHERE webhook_id = %(webhook)s AND event_id = %(event)s
"""

LOG: LiteralString = """
INSERT INTO webhook_attempts (webhook_id, event_id, outcome, status, seconds, detail)
SELECT %(webhook)s, %(event)s, %(outcome)s, %(status)s, %(seconds)s, %(detail)s
WHERE EXISTS (SELECT 1 FROM webhooks WHERE id = %(webhook)s)
"""

AGES: LiteralString = """
SELECT coalesce(extract(epoch FROM now() - min(d.created_at)), 0)::float8,
    coalesce(extract(epoch FROM now() - min(d.due_at)), 0)::float8
FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
WHERE d.state = 'waiting' AND w.enabled
"""

SHOWN: LiteralString = """
SELECT w.id, w.owner, w.url, w.filter, w.whole, w.enabled, w.reason, w.failures, w.created_at, w.delivered_at,
    CASE WHEN w.old_until > now() THEN w.old_until END AS old_secret_until, w.replay_at AS replaying,
    (SELECT count(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'waiting') AS waiting
FROM webhooks w
WHERE (%(id)s::uuid IS NULL OR w.id = %(id)s) AND (%(owner)s::text IS NULL OR w.owner = %(owner)s)
ORDER BY w.created_at, w.id
LIMIT 1000
"""

ADD: LiteralString = """
INSERT INTO webhooks (id, owner, url, filter, whole, secret)
VALUES (%(id)s, %(owner)s, %(url)s, %(filter)s, %(whole)s, %(secret)s)
"""

COUNT: LiteralString = "SELECT count(*) FROM webhooks WHERE owner = %(owner)s"

CHANGE: LiteralString = """
UPDATE webhooks SET
    url = coalesce(%(url)s, url),
    filter = CASE WHEN %(filter)s::text IS NULL THEN filter ELSE nullif(%(filter)s, '') END,
    whole = coalesce(%(whole)s, whole),
    enabled = coalesce(%(enabled)s, enabled),
    reason = CASE %(enabled)s::boolean WHEN true THEN NULL WHEN false THEN 'by its owner' ELSE reason END,
    failures = CASE WHEN %(enabled)s OR %(url)s::text IS NOT NULL THEN 0 ELSE failures END
WHERE id = %(id)s
"""

ROTATE: LiteralString = """
UPDATE webhooks SET
    old_secret = secret, old_until = now() + make_interval(secs => %(overlap_s)s), secret = %(secret)s
WHERE id = %(id)s
"""

REMOVE: LiteralString = "DELETE FROM webhooks WHERE id = %(id)s"

REPLAY: LiteralString = "UPDATE webhooks SET replay_at = %(at)s, replay_id = NULL WHERE id = %(id)s"

ENDPOINT: LiteralString = """
SELECT url, secret, CASE WHEN old_until > now() THEN old_secret END FROM webhooks WHERE id = %(id)s
"""

ATTEMPTS: LiteralString = """
SELECT event_id AS event, at, outcome, status, seconds, detail FROM webhook_attempts
WHERE webhook_id = %(id)s ORDER BY id DESC LIMIT %(limit)s
"""

# One replica at a time works on a redelivery.
REPLAYING: LiteralString = """
SELECT id, filter, replay_at, replay_id FROM webhooks
WHERE replay_at IS NOT NULL AND enabled
ORDER BY id LIMIT 1
FOR UPDATE SKIP LOCKED
"""

TOLD: LiteralString = """
SELECT event_id, kind, happened_at, convert_to(doc::text, 'UTF8')
FROM article_versions
WHERE (happened_at, event_id) > (%(at)s, coalesce(%(id)s::uuid, '00000000-0000-0000-0000-000000000000'))
    OR (%(id)s::uuid IS NULL AND happened_at = %(at)s)
ORDER BY happened_at, event_id
LIMIT %(limit)s
"""

REQUEUE: LiteralString = """
INSERT INTO webhook_deliveries (webhook_id, event_id)
SELECT %(webhook)s, event FROM unnest(%(events)s::uuid[]) AS event
ON CONFLICT (webhook_id, event_id) DO UPDATE SET state = 'waiting', attempts = 0, due_at = now(), created_at = now()
"""

REPLAYED: LiteralString = "UPDATE webhooks SET replay_at = %(at)s, replay_id = %(event)s WHERE id = %(id)s"

FORGET: LiteralString = """
WITH old AS (DELETE FROM webhook_attempts WHERE at < now() - make_interval(days => %(days)s))
DELETE FROM webhook_deliveries WHERE created_at < now() - make_interval(days => %(days)s)
    AND state <> 'waiting'
"""
