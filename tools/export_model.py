"""Repeats the export of the bundled embedder: PyTorch → ONNX → int8, and checks what comes out.

    python tools/export_model.py WEIGHTS OUT [--texts FILE]

WEIGHTS is a folder with sentence-transformers/all-MiniLM-L6-v2 (config.json, model.safetensors, tokenizer.json). OUT
gets all-MiniLM-L6-v2-int8.onnx and tokenizer.json. FILE has one text a line for the check (default: sentences made up
here); 300 news articles gave a cosine to the unquantised export of .986 at least and .994 on average, at twice its
speed.

Needs torch, transformers, onnx and onnxscript, which the project itself does not: install them in an environment of
their own, beside this package. Quantised per tensor instead of per channel, the mean cosine is .944: do not.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before ONNX Runtime is imported, or it sends usage data
NAME = "all-MiniLM-L6-v2-int8.onnx"
NEEDED = ("torch", "transformers", "onnx", "onnxscript")
OPSET = 17
MAX_TOKENS = 256
LEAST, MEAN = 0.98, 0.99  # cosines to the unquantised model that the check demands


def main() -> None:
    """Export, quantise, check; exit 1 when the check fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=Path)
    options = parser.parse_args()
    if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        parser.error(f"install {', '.join(missing)} in an environment of their own, beside this package")
    options.out.mkdir(parents=True, exist_ok=True)
    full = options.out / "full.onnx"
    export(options.weights, full)
    quantise(full, options.out / NAME)
    shutil.copyfile(options.weights / "tokenizer.json", options.out / "tokenizer.json")
    texts = options.texts.read_text(encoding="utf-8").splitlines() if options.texts else made_up()
    sound = check(full, options.out / NAME, options.out / "tokenizer.json", texts)
    full.unlink()
    sys.exit(0 if sound else 1)


def export(weights: Path, target: Path) -> None:
    """Write the transformer's last hidden state as ONNX, with free batch and sequence axes."""
    import torch
    from transformers import AutoModel

    class LastHiddenState(torch.nn.Module):
        def __init__(self, model: Any) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            return self.model(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state

    model = LastHiddenState(AutoModel.from_pretrained(weights, attn_implementation="eager").eval())
    names = ["input_ids", "attention_mask", "token_type_ids"]
    example = (
        torch.ones((2, 8), dtype=torch.long),
        torch.ones((2, 8), dtype=torch.long),
        torch.zeros((2, 8), dtype=torch.long),
    )
    axes = {name: {0: "b", 1: "s"} for name in [*names, "last_hidden_state"]}
    torch.onnx.export(
        model, example, str(target),
        input_names=names, output_names=["last_hidden_state"], dynamic_axes=axes, opset_version=OPSET, dynamo=False,
    )  # fmt: skip


def quantise(source: Path, target: Path) -> None:
    """Turn the weights into int8, one scale a channel."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True)


def check(full: Path, small: Path, tokenizer: Path, texts: Sequence[str]) -> bool:
    """Print the cosines between both models' vectors and their speed; say whether they are near enough."""
    (exact, slow), (close, fast) = (embed(each, tokenizer, texts) for each in (full, small))
    cosines = (exact * close).sum(axis=1)
    print(f"{len(texts)} texts: cosine least {cosines.min():.3f}, mean {cosines.mean():.3f}")
    print(f"texts/s: {len(texts) / slow:.0f} full, {len(texts) / fast:.0f} int8")
    return bool(cosines.min() >= LEAST and cosines.mean() >= MEAN)


def embed(model: Path, tokenizer: Path, texts: Sequence[str]) -> tuple[np.ndarray, float]:
    """Mean over the attention mask, then L2 norm; and the seconds it took."""
    import onnxruntime
    from tokenizers import Tokenizer

    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    cut = Tokenizer.from_file(str(tokenizer))
    cut.enable_truncation(MAX_TOKENS)
    cut.no_padding()
    vectors = []
    started = time.perf_counter()
    for text in texts:
        ids = np.array([cut.encode(text).ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        mean = session.run(None, inputs)[0][0].mean(axis=0)
        vectors.append(mean / np.linalg.norm(mean))
    return np.array(vectors), time.perf_counter() - started


def made_up() -> list[str]:
    """Sentences of several kinds, when no texts are given."""
    people = ("The mayor", "A fisherman", "The minister of finance", "Scientists at the institute", "Two players")
    acts = ("rejected the plan", "found a new species", "lost the final", "signed the treaty", "warned of floods")
    places = ("in the harbour town.", "after a long night of talks.", "near the northern border.", "on 3 May 2021.")
    return [f"{who} {what} {where}" for who in people for what in acts for where in places]


if __name__ == "__main__":
    main()
