"""Tune the network's upper layers for topics: `python -m models.topics.tune --shared DIR --base FOLDER --out FILE`.

It needs PyTorch and safetensors beside the project, and in FOLDER the weights that `models/embedder/export.py` names.
The word pieces and the lower layers stay as they are: they are the embedder's. Two tasks at once: the 17 topics, and
the 41 sections of the headlines. `export.py` turns FILE into what ships.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch.nn import functional as fn

from models.embedder.export import LAYERS, LOWER
from models.embedder.graph import EPSILON, HEADS, WIDTH
from models.topics_linear import corpus
from schemas.mediatopics import TABLE, Vocabulary
from services.text.embedding import LONGEST

MODELS = Path(__file__).parents[1]
EPOCHS, STOP_AFTER, RATE, HEAD_RATE, BATCH, PIECES, DROP = 4, 3, 2e-4, 2e-3, 64, 3000, 0.1
"""The rate falls as if over `EPOCHS`; the shipped weights are those after `STOP_AFTER`."""

EACH, THRICE = 800, 3
"""Current-events items a topic at most; how often an article and a seed count."""

Tensors = dict[str, torch.Tensor]


class Item(NamedTuple):
    """Word pieces, a share for each topic (none: unknown), and the number of the section (-1: none)."""

    ids: list[int]
    topics: list[float] | None
    section: int


def items(shared: Path, tokenizer: Tokenizer) -> list[Item]:
    """Everything that is learnt from."""
    vocabulary = Vocabulary.load(MODELS / TABLE)
    tops = vocabulary.tops()
    lines = list(corpus.lines(shared / "eval" / "huffpost-headlines" / "half.jsonl.gz"))
    sections = sorted({line["label"] for line in lines})
    headlines = [
        (line["text"], [line["medtop"]] if line["medtop"] else [], sections.index(line["label"]))
        for line in lines
        if not corpus.is_held(line["id"], 5)
    ]
    several = [*corpus.marked_wikinews(), *corpus.wikinews(shared), *corpus.seeds()] * THRICE
    others = [*_capped(shared), *several, *corpus.definitions(vocabulary)]
    texts = [*headlines, *((one.text, sorted(one.topics), -1) for one in others)]
    return [
        Item(
            _pieces(tokenizer, text), [(t in topics) / len(topics) for t in tops] if topics else None, section
        )
        for text, topics, section in texts
    ]


def _capped(shared: Path) -> list[corpus.Example]:
    """At most `EACH` current-events items a topic, of the days before the test."""
    found = [one for one in corpus.current_events(shared) if one.date < corpus.TEST_FROM]
    random.shuffle(found)
    taken: Counter[frozenset[str]] = Counter()
    kept = []
    for one in found:
        if taken[one.topics] < EACH:
            taken[one.topics] += 1
            kept.append(one)
    return kept


def _pieces(tokenizer: Tokenizer, text: str) -> list[int]:
    return [101, *tokenizer.encode(text[:1200], add_special_tokens=False).ids[: LONGEST - 2], 102]


class Net:
    """The network in PyTorch; `weights` named as in the original."""

    def __init__(self, weights: Tensors, sections: int) -> None:
        self.frozen = {name: value for name, value in weights.items() if not _is_upper(name)}
        self.tuned = {
            name: torch.nn.Parameter(value.float().clone())
            for name, value in weights.items()
            if _is_upper(name)
        }
        sizes = {"top": 17, "section": sections}
        self.heads = {
            f"{head}.{part}": torch.nn.Parameter(
                torch.randn(size, WIDTH) * 0.02 if part == "weight" else torch.zeros(size)
            )
            for head, size in sizes.items()
            for part in ("weight", "bias")
        }

    def embed(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The mean over the pieces, not yet of unit length: [texts, 384]."""
        with torch.no_grad():
            places = self.frozen["embeddings.position_embeddings.weight"][: ids.shape[1]]
            kind = self.frozen["embeddings.token_type_embeddings.weight"][0]
            out = self.frozen["embeddings.word_embeddings.weight"][ids] + places + kind
            out = self._normal(out, "embeddings.LayerNorm", self.frozen)
            for number in range(LOWER):
                out = self._layer(out, mask, number, self.frozen, 0.0)
        out = fn.dropout(out, DROP)
        for number in range(LOWER, LAYERS):
            out = self._layer(out, mask, number, self.tuned, DROP)
        shares = mask[:, :, None].float()
        return (out.float() * shares).sum(1) / shares.sum(1)

    def head(self, name: str, vectors: torch.Tensor) -> torch.Tensor:
        """The logits of a head."""
        return fn.linear(
            fn.dropout(vectors, DROP), self.heads[f"{name}.weight"], self.heads[f"{name}.bias"]
        ).float()

    def _layer(
        self, state: torch.Tensor, mask: torch.Tensor, number: int, weights: Tensors, drop: float
    ) -> torch.Tensor:
        name = f"encoder.layer.{number}"
        texts, length, _ = state.shape
        query, key, value = (
            _dense(state, f"{name}.attention.self.{part}", weights)
            .view(texts, length, HEADS, -1)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        mixed = fn.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
        mixed = _dense(
            mixed.transpose(1, 2).reshape(texts, length, WIDTH), f"{name}.attention.output.dense", weights
        )
        state = self._normal(fn.dropout(mixed, drop) + state, f"{name}.attention.output.LayerNorm", weights)
        wide = fn.gelu(_dense(state, f"{name}.intermediate.dense", weights))
        narrow = fn.dropout(_dense(wide, f"{name}.output.dense", weights), drop)
        return self._normal(narrow + state, f"{name}.output.LayerNorm", weights)

    @staticmethod
    def _normal(state: torch.Tensor, name: str, weights: Tensors) -> torch.Tensor:
        return fn.layer_norm(state, (WIDTH,), weights[f"{name}.weight"], weights[f"{name}.bias"], EPSILON)


def _dense(state: torch.Tensor, name: str, weights: Tensors) -> torch.Tensor:
    return fn.linear(state, weights[f"{name}.weight"], weights[f"{name}.bias"])


def _is_upper(name: str) -> bool:
    return name.startswith("encoder.layer.") and int(name.split(".")[2]) >= LOWER


def batches(found: Sequence[Item]) -> Iterator[list[Item]]:
    """The items in batches of texts of like length, shuffled anew."""
    order = random.sample(found, len(found))
    made: list[list[Item]] = []
    for start in range(0, len(order), BATCH * 40):
        rest = sorted(order[start : start + BATCH * 40], key=lambda item: len(item.ids))
        while rest:
            size = min(BATCH, len(rest))
            while size > 8 and size * len(rest[size - 1].ids) > PIECES:
                size -= 4
            made.append(rest[:size])
            rest = rest[size:]
    random.shuffle(made)
    yield from made


def loss(net: Net, batch: Sequence[Item]) -> torch.Tensor:
    """The mean over the batch of what the topics lack, and half of what the sections lack."""
    longest = max(len(item.ids) for item in batch)
    ids = torch.tensor([item.ids + [0] * (longest - len(item.ids)) for item in batch])
    with torch.autocast("cpu", torch.bfloat16):
        vectors = net.embed(ids, ids > 0)
    topics = [i for i, item in enumerate(batch) if item.topics is not None]
    sections = [i for i, item in enumerate(batch) if item.section >= 0]
    wanted = torch.tensor([batch[i].topics for i in topics])
    total = fn.cross_entropy(net.head("top", vectors[topics]), wanted, label_smoothing=0.05, reduction="sum")
    if sections:
        numbers = torch.tensor([batch[i].section for i in sections])
        logits = net.head("section", vectors[sections])
        total = total + 0.5 * fn.cross_entropy(logits, numbers, label_smoothing=0.05, reduction="sum")
    return total / len(batch)


def tune(net: Net, found: Sequence[Item]) -> None:
    """Learn: 6 % of warm-up, then a rate that falls in a line."""
    rates = [(list(net.tuned.values()), RATE), (list(net.heads.values()), HEAD_RATE)]
    learner = torch.optim.AdamW([{"params": each, "lr": rate} for each, rate in rates], weight_decay=0.01)
    steps = EPOCHS * len(list(batches(found)))
    step = 0
    for epoch in range(STOP_AFTER):
        for batch in batches(found):
            share = step / steps
            for group, (_, rate) in zip(learner.param_groups, rates, strict=True):
                group["lr"] = rate * min(share / 0.06, 1 - share)
            learner.zero_grad()
            missed = loss(net, batch)
            missed.backward()
            torch.nn.utils.clip_grad_norm_([*net.tuned.values(), *net.heads.values()], 1.0)
            learner.step()
            step += 1
        print(f"epoch {epoch + 1}: {float(missed.detach()):.3f}", flush=True)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Tune the network's upper layers for topics.")
    for name in ("shared", "base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    random.seed(0)
    found = items(arguments.shared, Tokenizer.from_file(str(arguments.base / "tokenizer.json")))
    net = Net(load_file(arguments.base / "model.safetensors"), 41)
    tune(net, found)
    learnt = {**net.tuned, **net.heads}
    save_file({name: value.detach().contiguous() for name, value in learnt.items()}, arguments.out)


if __name__ == "__main__":
    main()
