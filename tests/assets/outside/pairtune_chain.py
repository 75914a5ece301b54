"""A proposer from outside that asks its writer twice in one step and makes two children."""

from dataclasses import dataclass, replace
from typing import ClassVar

from optimizer.records import Message, Method, Need, PartUse, Proposal, StopRule


@dataclass(frozen=True)
class Chain:
    name: ClassVar[str] = "chain"
    needs_writer: ClassVar[bool] = True

    def propose(self, snapshot, writer, rng):
        tone = rng.choice(["calm", "brisk", "plain", "warm"])
        first = writer.complete([Message("user", f"First, {tone}.")]).text
        second = writer.complete([Message("user", f"After {first}: again.")]).text
        return [
            Proposal(
                replace(snapshot.start.prompt, instruction=text),
                (snapshot.start.id,),
                self.name,
                label,
                f"written {label}",
                edit={"tone": tone},
            )
            for label, text in (("first", first), ("second", second))
        ]


METHOD = Method(
    name="chain",
    title="Chain",
    sentence="Writes two prompts, the second after the first.",
    proposers=(PartUse("chain"),),
    needs=((Need.WRITER,), (Need.PERSON,)),
    stop=StopRule(proposals=4),
)
