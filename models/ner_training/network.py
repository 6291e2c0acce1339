"""The network: transformer layers as BERT's, an embedding of each word's letter case, a linear head."""

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

LAYERS, WIDTH, HEADS, INNER, PIECES, POSITIONS, CASES = 6, 384, 12, 1536, 30522, 512, 8
_LINEAR = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value"}
_LINEAR |= {"o": "attention.output.dense", "i": "intermediate.dense", "f": "output.dense"}
_NUMBER = re.compile(r"onnx::MatMul_(\d+)")
_NORMS = {"n1": "attention.output.LayerNorm", "n2": "output.LayerNorm"}


class Layer(nn.Module):
    """One transformer layer, normed after each half."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.i, self.f = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x` is [batch, pieces, WIDTH]; `mask` is added to the attention scores: [batch, 1, 1, pieces]."""
        batch, pieces, _ = x.shape
        shape = (batch, pieces, HEADS, WIDTH // HEADS)
        q, k, v = (part(x).view(shape).transpose(1, 2) for part in (self.q, self.k, self.v))
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        x = self.n1(x + self.drop(self.o(seen.transpose(1, 2).reshape(batch, pieces, WIDTH))))
        return self.n2(x + self.drop(self.f(functional.gelu(self.i(x)))))


class Network(nn.Module):
    """Word pieces and letter cases -> a score of each label for each piece."""

    def __init__(self, layers: int, labels: int) -> None:
        super().__init__()
        self.we, self.pe = nn.Embedding(PIECES, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.se = nn.Embedding(CASES, WIDTH)
        nn.init.zeros_(self.se.weight)
        self.ln, self.drop = nn.LayerNorm(WIDTH, 1e-12), nn.Dropout(0.1)
        self.L = nn.ModuleList(Layer() for _ in range(layers))
        self.out = nn.Linear(WIDTH, labels)

    def forward(self, ids: Tensor, sh: Tensor, mask: Tensor) -> Tensor:
        """Each input is [batch, pieces] of int64, `mask` 1 on real pieces; the result [batch, pieces, labels]."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.ln(self.we(ids) + self.pe(positions) + self.se(sh)))
        away = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.L:
            x = layer(x, away)
        return self.out(x)


def student(package: Path, labels: int) -> Network:
    """The network with the weights of all-MiniLM-L6-v2 that stand in `package` (a `model.safetensors`)."""
    path = next(package.rglob("model.safetensors"))
    return _with(load_file(path), LAYERS, labels)


def resumed(path: Path, labels: int) -> Network:
    """The network with the weights of an earlier model of this kind, its int8 made floats again."""
    graph = onnx.load(str(path)).graph
    given = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    state = {name: torch.tensor(value) for name, value in given.items() if not name.startswith("onnx::")}
    tables = [name.removesuffix("_quantized") for name in given if name.endswith("e.weight_quantized")]
    state |= {name: _floats(given, name) for name in tables}
    for name, weights in zip(_linear(), _multiplied(given), strict=True):
        state[f"{name}.weight"] = weights.T.contiguous()
    kind = [value for name, value in given.items() if name.startswith("onnx::Add_")]
    state["pe.weight"] = state["pe.weight"] + sum(torch.tensor(value) for value in kind)
    network = Network(LAYERS, labels)
    network.load_state_dict({name: state[name] for name in network.state_dict()})
    return network


def named(network: Network) -> dict[str, np.ndarray]:
    """The weights, those of the layers by the names that BERT's have."""
    found = {name: weights.detach().numpy() for name, weights in network.state_dict().items()}
    for ours, theirs in (_LINEAR | _NORMS).items():
        for layer in range(LAYERS):
            for kind in ("weight", "bias"):
                found[f"encoder.layer.{layer}.{theirs}.{kind}"] = found.pop(f"L.{layer}.{ours}.{kind}")
    return found


def _linear() -> list[str]:
    """The names of the linear parts in the order of the network, which is that of an export."""
    return [*(f"L.{layer}.{part}" for layer in range(LAYERS) for part in _LINEAR), "out"]


def _multiplied(given: dict) -> list[Tensor]:
    """The matrices of an exported graph in the order in which they are multiplied."""
    found = {_NUMBER.match(name) for name in given} - {None}
    names = [f"onnx::MatMul_{number}" for number in sorted({int(one[1]) for one in found if one})]
    return [
        _floats(given, name) if f"{name}_quantized" in given else torch.tensor(given[name]) for name in names
    ]


def _floats(given: dict, name: str) -> Tensor:
    whole = given[f"{name}_quantized"].astype(np.float32) - given[f"{name}_zero_point"].astype(np.float32)
    return torch.tensor(whole * given[f"{name}_scale"])


def _with(weights: dict[str, Tensor], layers: int, labels: int) -> Network:
    network = Network(layers, labels)
    embeddings = "embeddings."
    state = {
        "we.weight": weights[embeddings + "word_embeddings.weight"],
        # there is one kind of token, so its embedding is a part of every position's
        "pe.weight": weights[embeddings + "position_embeddings.weight"]
        + weights[embeddings + "token_type_embeddings.weight"][0],
    }
    for kind in ("weight", "bias"):
        state[f"ln.{kind}"] = weights[f"{embeddings}LayerNorm.{kind}"]
        for i in range(layers):
            for ours, theirs in (_LINEAR | _NORMS).items():
                state[f"L.{i}.{ours}.{kind}"] = weights[f"encoder.layer.{i}.{theirs}.{kind}"]
    left = network.load_state_dict(state, strict=False)
    if {*left.missing_keys, *left.unexpected_keys} != {"se.weight", "out.weight", "out.bias"}:
        raise ValueError(f"the weights are of another network: {left}")
    return network
