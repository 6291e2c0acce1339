"""Write `upper.int8.onnx` and `heads.npz` from what `tune.py` learnt: `python -m models.topics.export WEIGHTS`."""

import sys
from pathlib import Path

import numpy as np
import onnx
from safetensors.numpy import load_file

from models.embedder.export import upper

HERE = Path(__file__).parent


def export(weights: Path, target: Path) -> None:
    """The upper layers in 8 bits, and the top-level classifier as it is."""
    tensors = load_file(weights)
    onnx.save(upper(tensors), target / "upper.int8.onnx")
    np.savez(target / "heads.npz", weights=tensors["top.weight"], bias=tensors["top.bias"])


if __name__ == "__main__":
    export(Path(sys.argv[1]), HERE)
