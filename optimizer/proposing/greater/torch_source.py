"""A model with open weights, by PyTorch and Transformers; only the child process loads it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from optimizer.children import spare_threads
from optimizer.proposing.greater.step import Cut, Floats, Row, Tokens

WINDOW = 16  # tokens behind the slot whose fluency counts


class TorchSource:
    """A causal language model.

    Args:
        name: A GGUF file, a folder, or a name on the Hugging Face hub.
        extract: What is written after the reasoning, so that the answer follows.
        thought: How many tokens the reasoning has at most.
        fluency: How much a prompt that does not read well costs, beside the loss of the answer.

    Raises:
        ImportError: A package of the extra is not installed.
        OSError: There is no such model.
    """

    def __init__(self, name: str, extract: str, thought: int, fluency: float) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        torch.set_num_threads(spare_threads())
        self._torch: Any = torch
        place, file = _found(name)
        self.tokenizer: Any = AutoTokenizer.from_pretrained(place, **file)
        model: Any = AutoModelForCausalLM.from_pretrained(place, dtype=torch.float32, **file)
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._model: Any = model.to(self._device).eval().requires_grad_(False)
        self._embedding: Any = self._model.get_input_embeddings().weight
        self._extract = self._ids(f"\n{extract}") if extract else ()
        self._thought = thought
        self._fluency = fluency
        self._anchor = self._ids("a")[-1:]
        self._longest = int(getattr(self._model.config, "max_position_embeddings", 2048))

    def spoken(self, messages: Sequence[dict[str, str]]) -> str:
        """Return chat messages as the text that the model reads, up to where it begins to write."""
        if self.tokenizer.chat_template:
            return str(
                self.tokenizer.apply_chat_template(
                    list(messages), tokenize=False, add_generation_prompt=True
                )
            )
        text = "\n\n".join(message["content"] for message in messages)
        return f"{self.tokenizer.bos_token or ''}{text}\n"

    def cut(self, row: Row) -> Cut | None:
        """See `GradientSource`."""
        before = self._ids(row.before)
        with_word = self._ids(row.before + row.word)
        whole = self._ids(row.before + row.word + row.after)
        size = len(before) + 1
        if not before or with_word[:-1] != before or whole[:size] != with_word:
            return None
        answer = self._ids(f" {row.answer.strip()}")
        room = len(whole) + self._thought + len(self._extract) + len(answer)
        if not answer or room > self._longest:
            return None
        return Cut(before, with_word[-1], whole[size:], answer)

    def text(self, token: int) -> str:
        """See `GradientSource`."""
        # A token alone may lose the space before it; behind another one it keeps it.
        alone = self.tokenizer.decode(list(self._anchor))
        return str(self.tokenizer.decode([*self._anchor, token]))[len(alone) :]

    def next_chances(self, before: Tokens) -> Floats:
        """See `GradientSource`."""
        with self._torch.no_grad():
            logits = self._model(input_ids=self._tensor(before)).logits[0, -1]
        return self._floats(self._torch.log_softmax(logits, dim=-1))

    def reasoning(self, cut: Cut, token: int) -> Tokens:
        """See `GradientSource`."""
        if self._thought < 1:
            return ()
        asked = self._tensor((*cut.before, token, *cut.after))
        with self._torch.no_grad():
            written = self._model.generate(
                input_ids=asked,
                attention_mask=self._torch.ones_like(asked),
                max_new_tokens=self._thought,
                do_sample=False,
                pad_token_id=self._pad,
            )[0, asked.shape[1] :].tolist()
        ends = [k for k, one in enumerate(written) if one in self._ends]
        return tuple(written[: ends[0]] if ends else written)

    def loss(self, cut: Cut, token: int, reasoning: Tokens) -> float:
        """See `GradientSource`."""
        with self._torch.no_grad():
            sequence = self._sequence(cut, token, reasoning)
            return float(self._losses(cut, sequence, self._embedding[sequence][None]))

    def slopes(self, cut: Cut, reasoning: Tokens, tokens: Sequence[int]) -> Floats:
        """See `GradientSource`."""
        torch = self._torch
        sequence = self._sequence(cut, cut.token, reasoning)
        place = len(cut.before)
        rest = self._embedding[sequence]
        slot = self._embedding[cut.token].clone().requires_grad_(True)
        embedded = torch.cat([rest[:place], slot[None], rest[place + 1 :]])[None]
        loss = self._losses(cut, sequence, embedded)
        (gradient,) = torch.autograd.grad(loss, slot)
        wanted = torch.tensor(list(tokens), device=self._device)
        # The gradient for the one-hot choice of a token is that for its embedding, times the
        # embedding; how likely the token itself is here does not depend on what stands in the slot.
        along = self._floats((self._embedding[wanted] - self._embedding[cut.token]) @ gradient)
        if self._fluency:
            chances = self.next_chances(cut.before)
            rarer = chances[cut.token] - chances[list(tokens)]
            along += self._fluency * rarer / self._window(cut)
        return along

    def _losses(self, cut: Cut, sequence: Any, embedded: Any) -> Any:
        """Return the loss of the answer, and of the words around the slot as far as they count."""
        logits = self._model(inputs_embeds=embedded).logits[0, :-1]
        told = self._torch.nn.functional.cross_entropy(logits, sequence[1:], reduction="none")
        loss = told[-len(cut.answer) :].mean()
        if self._fluency:
            first = len(cut.before) - 1
            loss = loss + self._fluency * told[first : first + self._window(cut)].mean()
        return loss

    def _window(self, cut: Cut) -> int:
        return 1 + min(WINDOW, len(cut.after))

    def _sequence(self, cut: Cut, token: int, reasoning: Tokens) -> Any:
        parts = (*cut.before, token, *cut.after, *reasoning, *self._extract, *cut.answer)
        return self._tensor(parts)[0]

    @property
    def _ends(self) -> set[int]:
        found = self._model.generation_config.eos_token_id
        listed = found if isinstance(found, list) else [found]
        return {one for one in (*listed, self.tokenizer.eos_token_id) if one is not None}

    @property
    def _pad(self) -> int:
        known = self.tokenizer.pad_token_id
        return int(known if known is not None else next(iter(self._ends), 0))

    def _ids(self, text: str) -> Tokens:
        # The chat template says itself what stands at the beginning.
        return tuple(self.tokenizer.encode(text, add_special_tokens=False))

    def _tensor(self, tokens: Tokens) -> Any:
        return self._torch.tensor([list(tokens)], device=self._device)

    def _floats(self, tensor: Any) -> Floats:
        return np.asarray(tensor.detach().cpu().numpy(), dtype=np.float64)


def _found(name: str) -> tuple[str, dict[str, str]]:
    """Return where a model is, and the file in that folder if it is one."""
    path = Path(name).expanduser()
    if path.suffix.casefold() == ".gguf":
        return str(path.parent), {"gguf_file": path.name}
    return str(path) if path.is_dir() else name, {}
