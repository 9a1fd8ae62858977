"""The encoder of multilingual-e5-small as an ONNX graph over the packed weights, none of them changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vectorstore.e5_weights import BLOCK_WEIGHTS, E5Weights

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto

INPUT, OUTPUT = "embedded", "mean"
OPSET, IR_VERSION = 20, 10  # the first opset with Gelu, and the format that goes with it
MICROSOFT = "com.microsoft"
INT8_ACTIVATIONS = 4  # accuracy_level of MatMulNBits: what the package's own engine does, too


def encoder_graph(weights: E5Weights) -> bytes:
    """From the token embeddings of one text, shape (1, tokens, hidden), to their mean after the last layer, (1, hidden).

    One text at a time: nothing is padded, so a text has the same vector in whatever company it comes.
    """
    return _Graph(weights).serialised()


class _Graph:
    """Nodes and constants as they come; every method returns the name of what it computes."""

    def __init__(self, weights: E5Weights) -> None:
        self._weights = weights
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def serialised(self) -> bytes:
        from onnx import TensorProto, helper

        states = self._normalised(INPUT, "emb.ln")
        for layer in range(self._weights.layers):
            states = self._layer(states, f"l{layer}.")
        axis = self._constant("token_axis", np.array([1], dtype=np.int64))
        self._nodes.append(helper.make_node("ReduceMean", [states, axis], [OUTPUT], keepdims=0))
        hidden = self._weights.hidden
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, "tokens", hidden])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, hidden])],
            self._constants,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        serialised: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION).SerializeToString()
        return serialised

    def _layer(self, states: str, layer: str) -> str:
        hidden, feed_forward = self._weights.hidden, self._weights.feed_forward
        queries_keys_values = self._linear(states, [f"{layer}{part}" for part in "qkv"], 3 * hidden, hidden)
        thirds = self._constant(f"{layer}thirds", np.full(3, hidden, dtype=np.int64))
        queries, keys, values = self._add("Split", [queries_keys_values, thirds], 3, "", {"axis": -1})
        attended = self._one("MultiHeadAttention", [queries, keys, values], domain=MICROSOFT, num_heads=self._weights.heads)
        states = self._added(states, self._linear(attended, [f"{layer}ao"], hidden, hidden), f"{layer}aln")
        inner = self._one("Gelu", [self._linear(states, [f"{layer}fi"], feed_forward, hidden)])
        return self._added(states, self._linear(inner, [f"{layer}fo"], hidden, feed_forward), f"{layer}oln")

    def _linear(self, states: str, names: list[str], rows: int, columns: int) -> str:
        """States times the matrices of these names, one below the other, and their biases added."""
        blocks = [self._weights.rows(f"{name}.w", columns) for name in names]
        halves = np.concatenate([b.halves for b in blocks])
        packed = halves[:, :, 0::2] | (halves[:, :, 1::2] << 4)  # neighbours share a byte here
        constants = [
            self._constant(f"{names[0]}.packed", packed),
            self._constant(f"{names[0]}.scales", np.concatenate([b.scales for b in blocks])),
            "",  # zero points: 8, as it is when none are given
            "",
            self._constant(f"{names[0]}.bias", np.concatenate([self._weights.floats(f"{name}.b") for name in names])),
        ]
        return self._one(
            "MatMulNBits",
            [states, *constants],
            domain=MICROSOFT,
            K=columns,
            N=rows,
            bits=4,
            block_size=BLOCK_WEIGHTS,
            accuracy_level=INT8_ACTIVATIONS,
        )

    def _added(self, states: str, more: str, norm: str) -> str:
        return self._normalised(self._one("Add", [states, more]), norm)

    def _normalised(self, states: str, norm: str) -> str:
        scale, shift = (self._constant(f"{norm}.{part}", self._weights.floats(f"{norm}.{part}")) for part in "wb")
        return self._one("LayerNormalization", [states, scale, shift], epsilon=self._weights.epsilon)

    def _one(self, operator: str, inputs: list[str], domain: str = "", **attributes: float) -> str:
        return self._add(operator, inputs, 1, domain, attributes)[0]

    def _add(self, operator: str, inputs: list[str], outputs: int, domain: str, attributes: dict[str, float]) -> list[str]:
        from onnx import helper

        names = [f"{len(self._nodes)}.{output}" for output in range(outputs)]
        node = helper.make_node(operator, inputs, names, domain=domain)
        node.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items())
        self._nodes.append(node)
        return names

    def _constant(self, name: str, values: NDArray[np.generic]) -> str:
        from onnx import numpy_helper

        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name
