"""The network -> an int8 ONNX file: the embedder's layers over word pieces with letter cases; the head in floats.

`python -m models.ner_training.export MODEL TARGET` writes an earlier export anew, as this script writes it now.
"""

import sys
from pathlib import Path

import onnx
from onnx import TensorProto, helper

from models.embedder.graph import Graph, Weights, read

LAYERS = 6
LABELS = "logits"


def model(weights: Weights) -> onnx.ModelProto:
    """Ids and letter cases, each [1, pieces] -> logits [1, pieces, labels]; `weights` named as `network.named` does."""
    graph = Graph(weights)
    words = graph.node("Add", graph.looked_up("we.weight", "ids"), graph.placed("ids", "pe.weight"))
    cased = graph.node("Gather", graph.weight("se.weight"), "cases")
    out = graph.normalised(graph.node("Add", words, cased), "ln")
    for number in range(LAYERS):
        out = graph.layer(out, number)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [1, "pieces"]) for name in ("ids", "cases")
    ]
    shape = [1, "pieces", len(weights["out.bias"])]
    output = helper.make_tensor_value_info(LABELS, TensorProto.FLOAT, shape)
    return graph.model("ner", inputs, output, graph.exact_product(out, "out"))


def export(weights: Weights, target: Path) -> None:
    """Write the network of these weights to the file `target`."""
    onnx.save(model(weights), target)


if __name__ == "__main__":
    export(read(Path(sys.argv[1])), Path(sys.argv[2]))
