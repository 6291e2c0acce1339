"""A network in an ONNX file -> a session that runs it as it is written."""

import onnxruntime as ort


def session(model: bytes, threads: int = 1) -> ort.InferenceSession:
    """The network, to be run on a CPU. `threads`: of one run.

    Nothing is fused beyond what the file says: its exporter has chosen the operators (`models/embedder/graph.py`).
    Plans of memory are not kept, since nearly every input has another length.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
