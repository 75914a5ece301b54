"""Checks GReaTer with PyTorch itself, in an environment that has the extra `pairtune[gradients]`.

    python -m tests.optimizer.proposing.greater.with_torch [MODEL]

Without a model it makes a tiny one with random weights; the tests need no PyTorch and leave this
out. It compares gradients with differences of the loss, makes a step, and makes one in the child.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from optimizer.proposing.greater.apart import steps_apart
from optimizer.proposing.greater.step import Knobs, Row, replacement
from optimizer.proposing.greater.torch_source import TorchSource
from optimizer.proposing.greater.words import SLOT, fits

TEXT = "Say{} whether the review is good or bad. Review: it was fun. Answer with one word."
WORD = " plainly"
CORPUS = [TEXT.format(WORD), "Say kindly and warmly. So the answer is: good. bad. fine."] * 5
EXTRACT = "So the answer is:"
STEP = 1e-3
MOST_APART = 2e-3  # some layers compute in single precision whatever they are told


def main(arguments: Sequence[str]) -> int:
    """Run the checks; 0 when all hold."""
    with tempfile.TemporaryDirectory() as folder:
        name = arguments[0] if arguments else _tiny(Path(folder))
        source = TorchSource(name, EXTRACT, 8, 0.2)
        messages = [{"role": "user", "content": TEXT.format(SLOT)}]
        before, _, after = source.spoken(messages).partition(SLOT)
        row = Row(before, WORD, after, "good")
        apart = _differences(source, row)
        print(f"gradients differ from differences of the loss by {apart:.2e} at most")
        made = replacement(source, [row], fits, Knobs(top=200, kept=5))
        print(f"a step here: {made}")
        job = {
            "model": name,
            "extract": EXTRACT,
            "thought": 8,
            "fluency": 0.2,
            "top": 200,
            "kept": 5,
            "least": 0.0,
            "tried": 1,
            "seconds": 600,
            "places": [{"word": WORD, "rows": [{"messages": messages, "answer": "good"}]}],
        }
        (there,) = steps_apart(job, 1800.0)
        print(f"the same in the child: {there}")
        same = (made.by if made else None) == (there["by"] if there else None)
        return 0 if same and apart < MOST_APART else 1


def _differences(source: TorchSource, row: Row) -> float:
    """Return by how much the slopes are wrong, measured by small steps in double precision."""
    cut = source.cut(row)
    if cut is None:
        raise SystemExit(f"{row.word} is no single token of this model")
    thought = source.reasoning(cut, cut.token)
    others = np.argsort(-source.next_chances(cut.before))[:6].tolist()
    told = source.slopes(cut, thought, others)
    source._model.double()
    chances = source.next_chances(cut.before)
    sequence = source._sequence(cut, cut.token, thought)
    weights = source._model.get_input_embeddings().weight
    found = []
    for token in others:
        along = weights[token] - weights[cut.token]
        ends = []
        for step in (STEP, -STEP):
            embedded = weights[sequence].clone()
            embedded[len(cut.before)] += step * along
            ends.append(float(source._losses(cut, sequence, embedded[None])))
        rarer = source._fluency * (chances[cut.token] - chances[token]) / source._window(cut)
        found.append((ends[0] - ends[1]) / (2 * STEP) + rarer)
    # Transformers refuses this for a GGUF file, though its weights are plain numbers by then.
    source._torch.nn.Module.float(source._model)
    return float(np.max(np.abs(told - np.array(found))))


def _tiny(folder: Path) -> str:
    """Make a model of two small layers that knows a few words."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

    words = Tokenizer(models.BPE())
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=600, special_tokens=["<s>", "</s>"], initial_alphabet=alphabet
    )
    words.train_from_iterator(CORPUS, trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=words, bos_token="<s>", eos_token="</s>")
    torch.manual_seed(0)
    size = {"n_positions": 256, "n_embd": 32, "n_layer": 2, "n_head": 2}
    config = GPT2Config(vocab_size=len(fast), bos_token_id=0, eos_token_id=1, **size)
    GPT2LMHeadModel(config).save_pretrained(folder)
    fast.save_pretrained(folder)
    return str(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
