"""The opinion map: exact two leading components, sparse voters pulled outward, thin voters by ridge."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.linalg import eigsh

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Filled:
    """Votes with the unseen filled by the statement's mean and centred. `seen`: True where a vote stands."""

    x: Array
    mean: Array
    seen: NDArray[np.bool_]


def fill(matrix: Array) -> Filled:
    """X = fill(M, μ) − μ: the unseen become 0."""
    seen = ~np.isnan(matrix)
    votes = np.nan_to_num(matrix, nan=0.0)
    count = np.count_nonzero(seen, axis=0)
    mean = np.divide(votes.sum(axis=0), count, out=np.zeros(matrix.shape[1]), where=count > 0)
    votes -= seen * mean
    return Filled(votes, mean, seen)


def components(x: Array) -> Array:
    """(statements, 2) leading eigenvectors of XᵀX, signs fixed."""
    return signed(leading(x)[:, :2])


def leading(x: Array, count: int = 6) -> Array:
    """(statements, count) leading eigenvectors of XᵀX by the smaller Gram matrix; zero where none."""
    people, statements = x.shape
    small = x.T @ x if statements <= people else x @ x.T
    size = len(small)
    if size < 400:
        vectors = np.linalg.eigh(small)[1][:, ::-1][:, :count]
    else:
        values, found = eigsh(small, k=count, v0=np.ones(size) / np.sqrt(size), tol=0)
        vectors = found[:, np.argsort(-values)]
    if statements > people:
        vectors = x.T @ vectors
        length = np.linalg.norm(vectors, axis=0)
        vectors = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 1e-9)
    return np.pad(vectors, ((0, 0), (0, max(0, count - vectors.shape[1]))))


def components_near(x: Array, start: Array, rounds: int = 4) -> Array:
    """Components of a changed X by subspace iteration from those of the old one (Rutishauser 1969).

    Leaving out a fifth of the people turns the leading plane a little; four rounds on six vectors reach it.
    """
    if min(x.shape) < 100:
        return components(x)
    basis = start
    for _ in range(rounds):
        basis = np.linalg.qr(x.T @ (x @ basis))[0]
    values, turn = np.linalg.eigh((x @ basis).T @ (x @ basis))
    return signed(basis @ turn[:, np.argsort(-values)[:2]])


def signed(vectors: Array) -> Array:
    """Each column turned so that its entry of largest magnitude is positive; near ties go to the first."""
    size = np.round(np.abs(vectors), 9)
    pivot = np.argmax(size, axis=0)
    sign = np.sign(vectors[pivot, np.arange(vectors.shape[1])])
    return vectors * np.where(sign == 0, 1, sign)


def project(filled: Filled, axes: Array) -> Array:
    """(people, 2): P = X V · √(statements / seen). Who saw little stands further out, as in Polis."""
    seen = np.maximum(filled.seen.sum(axis=1), 1)
    return np.asarray(filled.x @ axes * np.sqrt(filled.x.shape[1] / seen)[:, None], np.float64)


def ridge(filled: Filled, axes: Array, row: int, penalty: float = 1.0) -> Array:
    """z = (VₛᵀVₛ + λI)⁻¹ Vₛᵀ(x − μ)ₛ over the statements s the person saw: a place for a few votes."""
    seen = filled.seen[row]
    part = axes[seen]
    return np.linalg.solve(part.T @ part + penalty * np.eye(2), part.T @ filled.x[row, seen])
