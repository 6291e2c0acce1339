"""The network -> an int8 ONNX file, written node by node as the embedder's is; the head stays in single precision."""

import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from models.embedder.export import LONGEST, Graph
from models.ner_training.network import LAYERS, Network, named

LABELS, HEAD = "logits", "head"


class _Graph(Graph):
    """The embedder's layers over word pieces with letter cases, and the head."""

    def pieces(self, ids: str, cases: str) -> str:
        """Word pieces + positions + letter cases, normalised: [1, pieces, width]."""
        weights = self.weights["we.weight"]
        scale = np.abs(weights).max(axis=1, keepdims=True) / 127
        table = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
        whole = self.node("Cast", self.node("Gather", self.constant(table), ids), to=TensorProto.FLOAT)
        words = self.node("Mul", whole, self.node("Gather", self.constant(scale), ids))
        length = self.node("Shape", ids, start=1, end=2)
        zero, axis = (self.constant(np.array([n], np.int64)) for n in (0, 0))
        places = self.constant(self.weights["pe.weight"][:LONGEST])
        placed = self.node("Add", words, self.node("Slice", places, zero, length, axis))
        cased = self.node("Gather", self.constant(self.weights["se.weight"]), cases)
        return self.normalised(self.node("Add", placed, cased), "ln")

    def head(self, of: str) -> str:
        """The scores of the labels: [1, pieces, labels]."""
        product = helper.make_node(
            "MatMul", [of, self.constant(self.weights["out.weight"].T)], [HEAD], name=HEAD
        )
        self.nodes.append(product)
        return self.node("Add", HEAD, self.constant(self.weights["out.bias"]))


def model(network: Network) -> onnx.ModelProto:
    """The network in single precision: ids and letter cases, each [1, pieces] -> logits [1, pieces, labels]."""
    graph = _Graph(named(network))
    out = graph.pieces("ids", "cases")
    for number in range(LAYERS):
        out = graph.layer(out, number)
    graph.nodes.append(helper.make_node("Identity", [graph.head(out)], [LABELS]))
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [1, "pieces"]) for name in ("ids", "cases")
    ]
    shape = [1, "pieces", len(graph.weights["out.bias"])]
    outputs = [helper.make_tensor_value_info(LABELS, TensorProto.FLOAT, shape)]
    body = helper.make_graph(graph.nodes, "ner", inputs, outputs, graph.constants)
    return helper.make_model(body, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


def export(network: Network, target: Path) -> None:
    """Write the network, its weights as int8 per channel, to the file `target`."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "single.onnx")
        onnx.save(model(network), whole)
        quantize_dynamic(
            whole,
            target,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=[HEAD],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
