"""Replace words of a prompt by the gradient of the loss over the model's own reasoning.

S. S. S. Das et al., "GReaTer: Gradients over Reasoning Makes Smaller Language Models Strong Prompt
Optimizers" (2024). It needs open weights, so PyTorch and Transformers: the extra
`pairtune[gradients]`. These are loaded in a child process only (`child.py`), never here.
"""
