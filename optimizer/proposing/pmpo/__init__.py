"""Rewrite the segment of a prompt that makes the wanted answers least likely.

C. Zhao et al., "PMPO: Probabilistic Metric Prompt Optimization for Small and Large Language Models"
(2025).
"""
