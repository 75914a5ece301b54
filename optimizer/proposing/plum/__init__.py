"""Six metaheuristics over edits of phrases.

R. Pan et al., "Plum: Prompt Learning using Metaheuristic" (2023): hill climbing, simulated
annealing, a genetic algorithm without and with crossover, tabu search and harmony search.
"""
