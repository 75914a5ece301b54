"""Choose and weigh the metrics that suit a task, and evolve prompts by their sum.

W. Luo et al., "TAPO: Task-Referenced Adaptation for Prompt Optimization" (2025).
"""
