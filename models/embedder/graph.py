"""BERT's layers as an ONNX graph with 8-bit weights, written as onnxruntime shall run it; and the weights read back.

The operators are onnxruntime's own for a CPU (domain com.microsoft): a product scales its input to 8 bits and its
output back in one step, and a layer's query, key and value are one product with the attention that follows. A sum and
its normalisation stay two operators: onnxruntime's operator for both takes three times as long. So the graph is to be
loaded without further fusing (`services.text.network`).
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

HEADS, WIDTH, EPSILON, LONGEST = 12, 384, 1e-12, 128
Array = npt.NDArray[np.generic]
Weights = dict[str, Array]

_OWN = "com.microsoft"
_PARTS = ("query", "key", "value")
_TOGETHER = "qkv"


class Graph:
    """ONNX nodes and constants in the making; each method answers with the name of what it made.

    `weights` are float32 under BERT's names, a matrix [out, in] as PyTorch keeps it.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, value: Array, name: str | None = None) -> str:
        name = name or f"constant{len(self.constants)}"
        self.constants[name] = numpy_helper.from_array(np.asarray(value, order="C"), name)
        return name

    def weight(self, name: str) -> str:
        """A weight in single precision."""
        return self.constant(self.weights[name].astype(np.float32), name)

    def node(self, kind: str, *inputs: str, **attributes: object) -> str:
        return self.several(kind, *inputs, **attributes)[0]

    def several(
        self, kind: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes: object
    ) -> list[str]:
        """The names of all outputs of a node."""
        made = [f"n{len(self.nodes)}", *(f"n{len(self.nodes)}.{i}" for i in range(1, outputs))]
        self.nodes.append(helper.make_node(kind, list(inputs), made, made[0], domain=domain, **attributes))
        return made

    def product(self, of: str, name: str) -> str:
        """The linear part `name`, its weights in 8 bits."""
        weight, scale = self._quantised(name, self.weights[f"{name}.weight"])
        bias = self.weight(f"{name}.bias")
        return self.node("DynamicQuantizeMatMul", of, weight, scale, "", bias, domain=_OWN)

    def exact_product(self, of: str, name: str) -> str:
        """The linear part `name` in single precision: for a head of few outputs."""
        weight = self.constant(self.weights[f"{name}.weight"].T.astype(np.float32), f"{name}.weight.T")
        return self.node("Add", self.node("MatMul", of, weight), self.weight(f"{name}.bias"))

    def normalised(self, of: str, name: str) -> str:
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("LayerNormalization", of, scale, bias, axis=-1, epsilon=EPSILON)

    def looked_up(self, table: str, ids: str) -> str:
        """The rows of a table of many rows, which is kept in 8 bits: [1, pieces, width]."""
        rows, scale = _int8(self.weights[table], axis=1)
        found = self.node("Gather", self.constant(rows, table), ids)
        scales = self.node("Gather", self.constant(scale, f"{table}.scale"), ids)
        return self.node("Mul", self.node("Cast", found, to=TensorProto.FLOAT), scales)

    def placed(self, ids: str, positions: str) -> str:
        """The embeddings of the positions: [pieces, width]."""
        table = self.constant(self.weights[positions][:LONGEST].astype(np.float32), positions)
        length = self.node("Shape", ids, start=1, end=2)
        zero = self.constant(np.array([0], np.int64))
        return self.node("Slice", table, zero, length, zero)

    def layer(self, of: str, number: int) -> str:
        """One transformer layer: [1, pieces, width]."""
        layer = f"encoder.layer.{number}"
        out = self.product(self._attended(of, f"{layer}.attention.self"), f"{layer}.attention.output.dense")
        out = self.normalised(self.node("Add", out, of), f"{layer}.attention.output.LayerNorm")
        wide = self.node("Gelu", self.product(out, f"{layer}.intermediate.dense"), domain=_OWN)
        narrow = self.product(wide, f"{layer}.output.dense")
        return self.normalised(self.node("Add", narrow, out), f"{layer}.output.LayerNorm")

    def model(
        self, name: str, inputs: list[onnx.ValueInfoProto], output: onnx.ValueInfoProto, of: str
    ) -> onnx.ModelProto:
        """The finished model; `of` is what goes out as `output`."""
        self.nodes.append(helper.make_node("Identity", [of], [output.name]))
        body = helper.make_graph(self.nodes, name, inputs, [output], list(self.constants.values()))
        operators = [helper.make_opsetid("", 20), helper.make_opsetid(_OWN, 1)]
        return helper.make_model(body, opset_imports=operators, ir_version=9)

    def _attended(self, of: str, name: str) -> str:
        """Self-attention over the whole text: [1, pieces, width]."""
        parts = [self.weights[f"{name}.{part}.weight"] for part in _PARTS]
        weight, scale = self._quantised(f"{name}.{_TOGETHER}", np.concatenate(parts))
        biases = np.concatenate([self.weights[f"{name}.{part}.bias"] for part in _PARTS])
        bias = self.constant(biases.astype(np.float32), f"{name}.{_TOGETHER}.bias")
        whole, step, zero = self.several("DynamicQuantizeLinear", of, outputs=3)
        inputs = [whole, weight, bias, step, scale, "", zero]
        return self.node("QAttention", *inputs, domain=_OWN, num_heads=HEADS)

    def _quantised(self, name: str, weight: Array) -> tuple[str, str]:
        """The matrix as [in, out] in 8 bits, and the scale of each output."""
        whole, scale = _int8(weight, axis=1)
        return self.constant(whole.T, f"{name}.weight"), self.constant(scale[:, 0], f"{name}.scale")


def read(path: Path) -> Weights:
    """The weights of a model that `Graph` wrote, its 8 bits made floats; written anew they give the same bytes."""
    given = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(str(path)).graph.initializer}
    found: Weights = {}
    for name in given:
        if name.endswith(".scale") or name.startswith("constant"):
            continue
        value = _floats(given, name)
        prefix, _, kind = name.rpartition(f".{_TOGETHER}.")
        if prefix:
            found |= {f"{prefix}.{p}.{kind}": v for p, v in zip(_PARTS, np.split(value, 3), strict=True)}
        else:
            found[name.removesuffix(".T")] = value
    return found


def _floats(given: Weights, name: str) -> Array:
    """A weight as the network has it; a matrix as [out, in]."""
    value = given[name]
    if (of_rows := given.get(f"{name}.scale")) is not None:
        return value.astype(np.float32) * of_rows
    if (of_outputs := given.get(f"{name.removesuffix('.weight')}.scale")) is not None:
        return (value.astype(np.float32) * of_outputs).T
    return value.T if name.endswith(".T") else value


def _int8(values: Array, axis: int) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Whole numbers -127..127 and the scale of each row: together nearly the values."""
    scale = (np.abs(values).max(axis=axis, keepdims=True) / np.float32(127)).astype(np.float32)
    return np.clip(np.rint(values / scale), -127, 127).astype(np.int8), scale
