"""Opinion groups from votes: `votes` → `plane` (exact PCA) → `partition` (how many groups) → `summary`.

Order-independent, nobody unplaced, minorities kept. `export` reads Polis files, `output` writes the JSON.
"""
