"""A method from outside the program, as the README shows it."""

from dataclasses import dataclass, replace
from typing import ClassVar

from optimizer.records import Method, Need, PartUse, Proposal


@dataclass(frozen=True)
class Polite:
    name: ClassVar[str] = "polite"
    needs_writer: ClassVar[bool] = False
    sentence: str = "Thank the reader at the end."

    def propose(self, snapshot, writer, rng):
        parent = snapshot.incumbent
        text = f"{parent.prompt.instruction}\n{self.sentence}"
        child = replace(parent.prompt, instruction=text)
        return [Proposal(child, (parent.id,), self.name, "politer", f"added: {self.sentence}")]


METHOD = Method(
    name="polite",
    title="Polite",
    sentence="Adds a polite sentence to the best prompt.",
    proposers=(PartUse("polite"),),
    needs=((Need.PERSON,),),
)
