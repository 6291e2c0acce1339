"""Write `upper.int8.onnx` and `heads.npz` from what `tune.py` learnt: `python -m models.topics.export WEIGHTS`."""

import sys
from pathlib import Path

import numpy as np
import onnx
from safetensors.numpy import load_file

from models.embedder.export import upper

HERE = Path(__file__).parent


def export(weights: Path, target: Path) -> None:
    """The upper layers in 8 bits, and the classifiers of topics and sections as they are, for `train.py` to take up."""
    tensors = load_file(weights)
    onnx.save(upper(tensors), target / "upper.int8.onnx")
    weights_, bias = (
        np.concatenate([tensors[f"{head}.{part}"] for head in ("top", "section")])
        for part in ("weight", "bias")
    )
    np.savez(target / "heads.npz", weights=weights_, bias=bias)


if __name__ == "__main__":
    export(Path(sys.argv[1]), HERE)
