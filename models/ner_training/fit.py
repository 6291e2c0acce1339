"""Fitting: batches of chunks of like length, AdamW with a falling rate, a running mean of the weights."""

import math
import os
import random
import time
from collections.abc import Iterator, Sequence
from multiprocessing.synchronize import Barrier
from typing import NamedTuple

import numpy as np
import torch
import torch.multiprocessing as mp
from torch import Tensor, nn
from torch.nn import functional

from models.ner_training.chunks import EITHER, LABELS, UNKNOWN, Chunk
from models.ner_training.network import Network
from services.extraction.wordpieces import Word

CLS, SEP = 101, 102
_OTHERS = [0, LABELS.index("B-MISC"), LABELS.index("I-MISC")]


class Recipe(NamedTuple):
    """How a network is fitted.

    `epochs` over the chunks at `rate`, which rises and falls over these shares of the steps; no step of a worker after
    `stop`, if there is one. The `head` is new and learns faster. `pieces` are those of a batch of one worker; the
    workers meet `every` so many steps. `mean`: how much of the running mean stays when they meet. `loud`: the share of
    chunks that are learnt in capitals.
    """

    epochs: float
    stop: int = 0
    rate: float = 2e-4
    head_rate: float = 2e-3
    rise: float = 0.06
    fall: float = 0.94
    pieces: int = 1500
    decay: float = 0.01
    workers: int = 2
    every: int = 6
    mean: float = 0.985
    loud: float = 0.03
    seed: int = 1


class Batch(NamedTuple):
    """Tensors of some chunks: inputs [chunks, pieces]; where among all pieces the words begin; their targets."""

    ids: Tensor
    cases: Tensor
    mask: Tensor
    firsts: Tensor
    targets: Tensor


class Shared(NamedTuple):
    """What the workers share: a place for the weights of each, their running mean, and where they wait."""

    weights: list[Tensor]
    mean: Tensor
    meet: Barrier


def fit(network: Network, chunks: Sequence[Chunk], recipe: Recipe) -> Tensor:
    """Fits `network` in place; returns the running mean of its weights (`load` puts them into a network).

    Each worker is a process of one thread with batches of its own. Every few steps they take the mean of their
    weights: on a busy machine this is far faster than threads, which wait for each other within each operation.
    """
    torch.set_num_threads(1)
    first = nn.utils.parameters_to_vector(network.parameters()).detach()
    context = mp.get_context("fork")
    places = [first.clone().share_memory_() for _ in range(recipe.workers)]
    shared = Shared(places, first.clone().share_memory_(), context.Barrier(recipe.workers))
    workers = [
        context.Process(target=_work, args=(rank, network, chunks, recipe, shared))
        for rank in range(recipe.workers)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise RuntimeError("a worker of the training has failed")
    load(network, places[0])
    return shared.mean


def load(network: Network, weights: Tensor) -> Network:
    """The network with these weights, all in one row."""
    nn.utils.vector_to_parameters(weights.clone(), network.parameters())
    return network


def _work(rank: int, network: Network, chunks: Sequence[Chunk], recipe: Recipe, shared: Shared) -> None:
    os.setsid()  # a session of its own: where a kernel shares its cores by sessions, each worker has a full share
    torch.manual_seed(recipe.seed * 100 + rank)
    torch.set_num_threads(1)
    plan = _plan(chunks, recipe)[rank :: recipe.workers]
    optimiser = _optimiser(network, recipe)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _pace(step / len(plan), recipe))
    network.train()
    dice = random.Random(recipe.seed * 100 + rank)  # noqa: S311 - nothing secret is drawn
    started, losses, seen = time.monotonic(), [], 0
    for step, some in enumerate(plan[: recipe.stop or None], 1):
        batch = collate(some, recipe, dice)
        losses.append(_step(network, batch, optimiser))
        schedule.step()
        seen += int(batch.mask.sum())
        if step % recipe.every == 0 or step == min(len(plan), recipe.stop or len(plan)):
            _meet(rank, network, recipe, shared)
        if rank == 0 and step % 25 == 0:
            pace = seen / (time.monotonic() - started)
            print(
                f"{step}/{len(plan)} loss {np.mean(losses[-25:]):.4f}, {pace:.0f} pieces/s each", flush=True
            )


def _plan(chunks: Sequence[Chunk], recipe: Recipe) -> list[list[Chunk]]:
    """The batches of all workers; a whole number of batches for each."""
    dice = random.Random(recipe.seed)  # noqa: S311 - nothing secret is drawn
    plan = [b for _ in range(math.ceil(recipe.epochs)) for b in batches(chunks, recipe.pieces, dice)]
    steps = round(len(plan) * recipe.epochs / math.ceil(recipe.epochs))
    return plan[: steps - steps % recipe.workers]


def _step(network: Network, batch: Batch, optimiser: torch.optim.Optimizer) -> float:
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(batch.ids, batch.cases, batch.mask)
    loss = _loss(logits.float().flatten(0, 1)[batch.firsts], batch)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    return loss.item()


def _meet(rank: int, network: Network, recipe: Recipe, shared: Shared) -> None:
    """Gives this worker, like all others, the mean of the weights of all."""
    with torch.no_grad():
        shared.weights[rank].copy_(nn.utils.parameters_to_vector(network.parameters()))
        shared.meet.wait()
        mean = torch.stack(shared.weights).mean(dim=0)
        load(network, mean)
        if rank == 0:
            shared.mean.lerp_(mean, 1 - recipe.mean)
        shared.meet.wait()


def batches(chunks: Sequence[Chunk], pieces: int, dice: random.Random) -> Iterator[list[Chunk]]:
    """All chunks once, in batches of like length and about `pieces` pieces, in random order."""
    order = sorted(chunks, key=lambda chunk: chunk.pieces + dice.random() * 8)
    found, some = [], []
    for chunk in order:
        if some and (chunk.pieces + 2) * (len(some) + 1) > pieces:
            found.append(some)
            some = []
        some.append(chunk)
    found.append(some)
    dice.shuffle(found)
    yield from found


def collate(chunks: Sequence[Chunk], recipe: Recipe, dice: random.Random) -> Batch:
    """The tensors of a batch, now and then a chunk in capitals."""
    size = -(-max(chunk.pieces + 2 for chunk in chunks) // 8) * 8  # few shapes: kernels are made once
    ids, cases, mask = (np.zeros((len(chunks), size), dtype=np.int64) for _ in range(3))
    firsts, targets = [], []
    for row, chunk in enumerate(chunks):
        ids[row, 0], at, loud = CLS, 1, dice.random() < recipe.loud
        for word, target in zip(chunk.words, chunk.targets, strict=True):
            firsts.append(row * size + at)
            targets.append(target)
            ids[row, at : at + len(word.pieces)] = word.pieces
            cases[row, at : at + len(word.pieces)] = _shouted(word) if loud else word.case
            at += len(word.pieces)
        ids[row, at] = SEP
        mask[row, : at + 1] = 1
    tensors = (torch.tensor(array) for array in (ids, cases, mask))
    return Batch(*tensors, torch.tensor(firsts), torch.tensor(targets))


def _shouted(word: Word) -> int:
    """The case of a word in a line in capitals."""
    return word.case if word.case < 2 else 2 if word.end - word.start > 1 else 3


def _loss(logits: Tensor, batch: Batch) -> Tensor:
    """The mean loss of the words of which something is known."""
    chances = functional.log_softmax(logits, dim=1)
    known, either = batch.targets != UNKNOWN, batch.targets == EITHER
    hard = functional.nll_loss(chances, batch.targets.clamp(min=0), reduction="none")
    hard = torch.where(either, -torch.logsumexp(chances[:, _OTHERS], dim=1), hard)
    return hard[known].mean()


def _optimiser(network: Network, recipe: Recipe) -> torch.optim.Optimizer:
    fresh = [*network.out.parameters(), *network.se.parameters()]
    new = set(map(id, fresh))
    rest = [p for p in network.parameters() if id(p) not in new]
    groups = [{"params": rest, "lr": recipe.rate}, {"params": fresh, "lr": recipe.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=recipe.decay, fused=True)


def _pace(done: float, recipe: Recipe) -> float:
    """The share of the rate after the share `done` of the steps: it rises, holds, and falls to nothing."""
    return min(
        1.0, done / recipe.rise if recipe.rise else 1.0, (1 - done) / recipe.fall if recipe.fall else 1.0
    )
