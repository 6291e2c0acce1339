"""Tune the network's upper layers for topics: `python -m models.topics.tune --shared DIR --base FOLDER --out FILE`.

It needs PyTorch and safetensors beside the project, and in FOLDER the weights that `models/embedder/export.py` names.
The lower layers are the embedder's as they ship, in 8 bits: what they make of each text is kept and learnt from. Two
tasks at once: the 17 topics, and the 41 sections of the headlines. `export.py` turns FILE into what ships.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional as fn

from models.embedder.export import LAYERS, LOWER
from models.embedder.graph import EPSILON, HEADS, WIDTH
from models.topics_linear import corpus
from schemas.mediatopics import TABLE, Vocabulary
from services.text.embedding import Lower

MODELS = Path(__file__).parents[1]
EPOCHS, RATE, HEAD_RATE, BATCH, PIECES, DROP = 3, 2e-4, 2e-3, 64, 3000, 0.1
SCALE = 8.0
"""The vectors that ship have unit length: the heads see them this much longer, so that they learn fast enough."""

EACH, THRICE, LETTERS = 1000, 3, 1200
"""Current-events items a topic at most; how often what was labelled by hand counts; code points read of a text."""

Tensors = dict[str, torch.Tensor]


class Item(NamedTuple):
    """The lower layers' states [pieces, 384], a share for each topic (none: unknown), the section's number (or -1)."""

    states: npt.NDArray[np.float16]
    topics: list[float] | None
    section: int


def items(shared: Path, lower: Lower) -> list[Item]:
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
    several = [*corpus.by_hand(shared, vocabulary), *corpus.seeds()] * THRICE
    others = [*_capped(shared), *several, *corpus.definitions(vocabulary)]
    texts = [*headlines, *((one.text, sorted(one.topics), -1) for one in others)]
    return [
        Item(
            lower(text[:LETTERS])[0].astype(np.float16),
            [(t in topics) / len(topics) for t in tops] if topics else None,
            section,
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


class Net:
    """The upper layers in PyTorch; `tuned` named as in the original."""

    def __init__(self, weights: Tensors, sections: int) -> None:
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

    def embed(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The mean over the pieces, `SCALE` long: [texts, 384]."""
        out = fn.dropout(states, DROP)
        for number in range(LOWER, LAYERS):
            out = self._layer(out, mask, number)
        shares = mask[:, :, None].float()
        return SCALE * fn.normalize((out.float() * shares).sum(1) / shares.sum(1), dim=1)

    def head(self, name: str, vectors: torch.Tensor) -> torch.Tensor:
        """The logits of a head."""
        return fn.linear(
            fn.dropout(vectors, DROP), self.heads[f"{name}.weight"], self.heads[f"{name}.bias"]
        ).float()

    def learnt(self) -> Tensors:
        """All that was learnt; the weights of the heads as they are for a vector of unit length."""
        found = {name: value.detach() for name, value in {**self.tuned, **self.heads}.items()}
        scaled = {f"{head}.weight": found[f"{head}.weight"] * SCALE for head in ("top", "section")}
        return {name: value.contiguous() for name, value in {**found, **scaled}.items()}

    def _layer(self, state: torch.Tensor, mask: torch.Tensor, number: int) -> torch.Tensor:
        name = f"encoder.layer.{number}"
        texts, length, _ = state.shape
        query, key, value = (
            self._dense(state, f"{name}.attention.self.{part}").view(texts, length, HEADS, -1).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        mixed = fn.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
        mixed = self._dense(
            mixed.transpose(1, 2).reshape(texts, length, WIDTH), f"{name}.attention.output.dense"
        )
        state = self._normal(fn.dropout(mixed, DROP) + state, f"{name}.attention.output.LayerNorm")
        wide = fn.gelu(self._dense(state, f"{name}.intermediate.dense"))
        narrow = fn.dropout(self._dense(wide, f"{name}.output.dense"), DROP)
        return self._normal(narrow + state, f"{name}.output.LayerNorm")

    def _dense(self, state: torch.Tensor, name: str) -> torch.Tensor:
        return fn.linear(state, self.tuned[f"{name}.weight"], self.tuned[f"{name}.bias"])

    def _normal(self, state: torch.Tensor, name: str) -> torch.Tensor:
        weights = (self.tuned[f"{name}.{part}"] for part in ("weight", "bias"))
        return fn.layer_norm(state, (WIDTH,), *weights, EPSILON)


def _is_upper(name: str) -> bool:
    return name.startswith("encoder.layer.") and int(name.split(".")[2]) >= LOWER


def batches(found: Sequence[Item]) -> Iterator[list[Item]]:
    """The items in batches of texts of like length, shuffled anew."""
    order = random.sample(found, len(found))
    made: list[list[Item]] = []
    for start in range(0, len(order), BATCH * 40):
        rest = sorted(order[start : start + BATCH * 40], key=lambda item: len(item.states))
        while rest:
            size = min(BATCH, len(rest))
            while size > 8 and size * len(rest[size - 1].states) > PIECES:
                size -= 4
            made.append(rest[:size])
            rest = rest[size:]
    random.shuffle(made)
    yield from made


def loss(net: Net, batch: Sequence[Item]) -> torch.Tensor:
    """The mean over the batch of what the topics lack, and half of what the sections lack."""
    states = torch.nn.utils.rnn.pad_sequence([torch.from_numpy(item.states) for item in batch], True).float()
    mask = torch.arange(states.shape[1]) < torch.tensor([len(item.states) for item in batch])[:, None]
    with torch.autocast("cpu", torch.bfloat16):
        vectors = net.embed(states, mask)
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
    step, missed = 0, 0.0
    for epoch in range(EPOCHS):
        for batch in batches(found):
            share = step / steps
            for group, (_, rate) in zip(learner.param_groups, rates, strict=True):
                group["lr"] = rate * min(share / 0.06, 1 - share)
            learner.zero_grad()
            lacking = loss(net, batch)
            lacking.backward()
            torch.nn.utils.clip_grad_norm_([*net.tuned.values(), *net.heads.values()], 1.0)
            learner.step()
            step += 1
            missed = 0.98 * missed + 0.02 * float(lacking.detach())
            if step % 50 == 0:
                print(f"step {step} of {steps}: {missed:.3f}, {time.process_time():.0f} s", flush=True)
        print(f"epoch {epoch + 1}", flush=True)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Tune the network's upper layers for topics.")
    for name in ("shared", "base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    random.seed(0)
    found = items(arguments.shared, Lower(MODELS / "embedder"))
    net = Net(load_file(arguments.base / "model.safetensors"), 41)
    tune(net, found)
    save_file(net.learnt(), arguments.out)


if __name__ == "__main__":
    main()
