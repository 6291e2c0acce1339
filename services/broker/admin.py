"""What administrators ask: which streams there are, make, change and delete them."""

from kafka import errors

from services.broker.node import ID, Node
from services.broker.wire import Reply, Request, outcome

STREAM, BROKER = 2, 4  # kinds of what has settings
SET, DELETE = 0, 1


def metadata(node: Node, request: Request) -> Reply:
    everything = request.topics is None or (request.API_VERSION == 0 and not request.topics)
    names = list(node.streams.by_name) if everything else [t.name for t in request.topics]
    here = {"leader_id": ID, "leader_epoch": 0, "replica_nodes": [ID], "isr_nodes": [ID]}

    def partitions(name: str) -> Reply:
        return {
            "partitions": [{"partition_index": i, **here} for i, _ in enumerate(node.streams.get(name).logs)]
        }

    return {
        "brokers": [{"node_id": ID, "host": node.host, "port": node.port}],
        "cluster_id": "embedded",
        "controller_id": ID,
        "topics": [{"name": name, **outcome(partitions, name)} for name in names],
    }


def create(node: Node, request: Request) -> Reply:
    names = [t.name for t in request.topics]

    def one(asked: Request) -> Reply:
        if names.count(asked.name) > 1:
            raise errors.InvalidRequestError(f"{asked.name} is asked for twice")
        if asked.replication_factor not in (-1, 1) and not asked.assignments:
            raise errors.InvalidReplicationFactorError("there is one broker")
        partitions = len(asked.assignments) or (1 if asked.num_partitions == -1 else asked.num_partitions)
        given = {c.name: c.value for c in asked.configs}
        node.streams.create(asked.name, partitions, given, only_check=request.validate_only)
        return {"num_partitions": partitions, "replication_factor": 1, "error_message": None}

    return {"topics": [{"name": t.name, **outcome(one, t)} for t in request.topics]}


def delete(node: Node, request: Request) -> Reply:
    def one(name: str) -> None:
        node.streams.delete(name)
        node.offsets.forget(stream=name)

    return {"responses": [{"name": name, **outcome(one, name)} for name in request.topic_names]}


def create_partitions(node: Node, request: Request) -> Reply:
    def one(asked: Request) -> None:
        node.streams.grow(asked.name, asked.count, only_check=request.validate_only)

    return {"results": [{"name": t.name, **outcome(one, t)} for t in request.topics]}


def describe_configs(node: Node, request: Request) -> Reply:
    def one(asked: Request) -> Reply:
        if asked.resource_type == BROKER:
            return {}
        if asked.resource_type != STREAM:
            raise errors.InvalidRequestError("only streams have settings")
        stream, keys = node.streams.get(asked.resource_name), asked.configuration_keys
        wanted = {k: v for k, v in stream.config.items() if keys is None or k in keys}
        source = {True: 1, False: 5}  # set for this stream, or a default
        return {
            "configs": [
                {"name": k, "value": v, "config_source": source[k in stream.given]} for k, v in wanted.items()
            ]
        }

    return {"results": [_of(asked, outcome(one, asked)) for asked in request.resources]}


def alter_configs(node: Node, request: Request) -> Reply:
    def one(asked: Request) -> None:
        if asked.resource_type != STREAM or any(c.config_operation > DELETE for c in asked.configs):
            raise errors.InvalidRequestError("settings of streams can be set and deleted")
        changes = {c.name: c.value if c.config_operation == SET else None for c in asked.configs}
        node.streams.configure(asked.resource_name, changes, only_check=request.validate_only)

    return {"responses": [_of(asked, outcome(one, asked)) for asked in request.resources]}


def _of(asked: Request, reply: Reply) -> Reply:
    return {"resource_type": asked.resource_type, "resource_name": asked.resource_name, **reply}
