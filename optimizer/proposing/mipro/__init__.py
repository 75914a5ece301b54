"""Instruction and demonstrations as factors of one search.

K. Opsahl-Ong et al., "Optimizing Instructions and Demonstrations for Multi-Stage Language Model
Programs" (2024), known as MIPRO.
"""
