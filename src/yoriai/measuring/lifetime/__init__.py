"""Purchases to come, from 300 people: BG/NBD, Pareto/NBD, BG/BB, sBG and Gamma-Gamma."""
