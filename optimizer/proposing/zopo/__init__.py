"""Search along the local gradient of a Gaussian process, snapped to real candidates.

W. Hu et al., "Localized Zeroth-Order Prompt Optimization" (2024), known as ZOPO.
"""
