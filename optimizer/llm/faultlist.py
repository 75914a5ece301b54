"""Every fault of a model call by name: what the person reads and what the client does."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.said import mark


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A kind of fault; `{model}` in its texts is the model's short name, `{name}` the
    whole one.

    Attributes:
        name: Short and stable; it is `ModelFault.kind`.
        message: What is wrong.
        remedy: What the person can do.
        repeats: How many further attempts are worth it.
        lost: Whether the provider may have been paid for an answer that did not arrive.
        passing: Whether the same request may succeed later without a change by the person.
        breaks: Whether the model as a whole is in doubt, so that the circuit breaker counts it.
        quote: Whether the provider's own words help the person.
    """

    name: str
    message: str
    remedy: str
    repeats: int = 0
    lost: bool = False
    passing: bool = False
    breaks: bool = True
    quote: bool = False


_KINDS = (
    FaultKind(
        "auth",
        mark("The provider refused the key for {model}."),
        mark("Open Settings and enter the key again, or make a new one on the provider's site."),
    ),
    FaultKind(
        "no_key",
        mark("There is no key for {model}."),
        mark("Open Settings and enter a key, or set the environment variable that is named there."),
    ),
    FaultKind(
        "forbidden",
        mark("The provider does not allow this key to use {model}."),
        mark("Ask for access on the provider's site, or choose another model in Settings."),
        quote=True,
    ),
    FaultKind(
        "no_credit",
        mark("The provider says that there is no credit left for {model}."),
        mark("Add credit on the provider's site, or choose another model in Settings."),
    ),
    FaultKind(
        "no_model",
        mark("The provider has no model named {model}."),
        mark("Open Settings and check the model's name and the address."),
    ),
    FaultKind(
        "no_provider",
        mark("The model name {name} does not begin with a known provider."),
        mark(
            "Open Settings and write it as provider/model, such as openai/gpt-4o-mini; a server "
            "that speaks OpenAI's form is openai/ with its address."
        ),
    ),
    FaultKind(
        "rate_limit",
        mark("The provider limits how often {model} may be asked."),
        mark(
            "Wait a little and try again. If it happens often, ask the provider for a higher limit."
        ),
        repeats=4,
        passing=True,
        breaks=False,
    ),
    FaultKind(
        "server",
        mark("The server of {model} failed."),
        mark("It mostly passes: try again later. If not, see the provider's status page."),
        repeats=4,
        passing=True,
    ),
    FaultKind(
        "overloaded",
        mark("The server of {model} is overloaded."),
        mark("It mostly passes: try again later, or choose another model in Settings."),
        repeats=4,
        passing=True,
    ),
    FaultKind(
        "unreachable",
        mark("Nothing answers at the address of {model}."),
        mark("Start the server, or open Settings and check the address."),
        repeats=2,
        passing=True,
    ),
    FaultKind(
        "dns",
        mark("The address of {model} was not found."),
        mark("Check the connection to the internet and the address in Settings."),
        repeats=2,
        passing=True,
    ),
    FaultKind(
        "tls",
        mark("The secure connection to {model} could not be made."),
        mark(
            "Check the address in Settings (http or https?), the computer's clock, and whether a "
            "proxy is between."
        ),
    ),
    FaultKind(
        "certificate",
        mark("The address of {model} shows a certificate that this computer does not trust."),
        mark(
            "If the server is yours or your company's, let the environment variable SSL_CERT_FILE "
            "name a file with its authority's certificate and start again. If not, do not go on: "
            "somebody may be between."
        ),
        quote=True,
    ),
    FaultKind(
        "reset",
        mark("The connection to {model} broke before the answer was complete."),
        mark("Try again. The lost answer may have been charged."),
        repeats=1,
        lost=True,
        passing=True,
    ),
    FaultKind(
        "timeout",
        mark("{model} did not answer in time."),
        mark(
            "Try again later, allow a shorter answer, or choose a faster model. The lost answer "
            "may have been charged."
        ),
        repeats=1,
        lost=True,
        passing=True,
    ),
    FaultKind(
        "unreadable",
        mark("What came back from the address of {model} is not a model's answer."),
        mark(
            "Check the address in Settings (most end in /v1), and whether a sign-in page or a "
            "proxy is between."
        ),
        repeats=1,
        lost=True,
        passing=True,
    ),
    FaultKind(
        "context_overflow",
        mark("The prompt with its answer is too long for {model}."),
        mark(
            "Shorten the prompt or the example, allow a shorter answer, or choose a model with a "
            "larger context."
        ),
        breaks=False,
    ),
    FaultKind(
        "bad_request",
        mark("The provider did not accept the request to {model}."),
        mark("Check the model's name and its parameters in Settings."),
        breaks=False,
        quote=True,
    ),
    FaultKind(
        "filtered",
        mark("The provider's content filter stopped the answer of {model}."),
        mark("Change the prompt or leave this example out."),
        breaks=False,
    ),
    FaultKind(
        "empty",
        mark("{model} gave an empty answer."),
        mark("Try again, or change the prompt."),
        passing=True,
        breaks=False,
    ),
    FaultKind(
        "length_empty",
        mark("{model} used up the allowed length before it began to answer."),
        mark("Allow a longer answer: models that think first need room for it."),
        breaks=False,
    ),
    FaultKind(
        "too_large",
        mark("The answer of {model} is far longer than was asked for."),
        mark("The server ignores the cap on the answer's length: choose another model."),
        breaks=False,
    ),
    FaultKind(
        "local_model",
        mark("The local model could not be started."),
        mark("Open Settings and test it, or choose another model."),
        quote=True,
    ),
    FaultKind(
        "client",
        mark("The part of PairTune that asks the models does not work."),
        mark("Start PairTune again. If it stays, install it again."),
        quote=True,
    ),
    FaultKind("cancelled", mark("The call was cancelled."), "", passing=True, breaks=False),
    FaultKind(
        "unknown",
        mark("The call to {model} failed."),
        mark("Try again. If it stays, choose another model in Settings."),
        repeats=1,
        lost=True,
        passing=True,
        quote=True,
    ),
)

FAULTS: dict[str, FaultKind] = {kind.name: kind for kind in _KINDS}
