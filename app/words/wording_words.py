"""What the wordings for writers are called where people read; Qt-free."""

from __future__ import annotations

from app.language import mark, tr

TITLES = {
    "abo_find": mark("ABO: find the step"),
    "abo_fix": mark("ABO: mend the step"),
    "abo_steps": mark("ABO: numbered steps"),
    "ampo_branch": mark("AMPO: write a branch"),
    "ampo_patterns": mark("AMPO: find patterns"),
    "ampo_prune": mark("AMPO: prune branches"),
    "apohf_pool": mark("APOHF: fill the pool"),
    "critique": mark("Critique: causes"),
    "critique_related": mark("Critique: with related prompts"),
    "critique_rewrite": mark("Critique: new prompt"),
    "data_summary": mark("Summary of the data"),
    "direction": mark("Direction: name it"),
    "direction_follow": mark("Direction: follow it"),
    "fipo": mark("FIPO"),
    "gpo_gradient": mark("GPO, small steps"),
    "gpo_robust": mark("GPO, robust"),
    "grounded_instruction": mark("Instruction from the data"),
    "langgpt_analyst": mark("LangGPT: analyst"),
    "langgpt_designer": mark("LangGPT: designer"),
    "langgpt_tester": mark("LangGPT: tester"),
    "mepo": mark("MePO"),
    "merge": mark("Merge two prompts"),
    "metatextgrad": mark("metaTextGrad"),
    "opro": mark("OPRO"),
    "optoprime": mark("Trace (OptoPrime)"),
    "polca_lessons": mark("POLCA: lessons"),
    "polca_write": mark("POLCA: new prompts"),
    "prefpo_improve": mark("PrefPO: improve"),
    "prefpo_rewrite": mark("PrefPO: write anew"),
    "promptagent_transit": mark("PromptAgent: next prompt"),
    "promst_summary": mark("PROMST: sum up errors"),
    "promst_write": mark("PROMST: new prompts"),
    "rephrase": mark("Rephrase"),
    "shorten": mark("Shorten"),
    "shorten_chunk": mark("Shorten one piece"),
    "spo_optimize": mark("SPO: new prompt"),
    "tapo_evolve": mark("TAPO: change the prompt"),
    "tapo_metrics": mark("TAPO: choose metrics"),
}


def wording_title(name: str) -> str:
    """Return what a wording is called, in the person's language.

    Args:
        name: Its name as the project has it: `critique_rewrite`.
    """
    return tr(TITLES[name]) if name in TITLES else name.replace("_", " ")
