"""Many voices become themes, echoes, single voices and opinion groups – nobody lost, same result every time.

A pure kernel: no Django, no network of its own, no settings. The rooms, in the order of the work:
`voices` → `terms`, `embedders` → `space` → `echoes` (with `guard`) → `grouping` (with `linkage`) → `naming`
→ `themes` → `identity`. Beside them: `placing`, `tray`, `cues`, `search`, `labelling` and `opinions`.
Files are opened only by `reading` and `command`.

Byte-equal results need one arithmetic thread (`OPENBLAS_NUM_THREADS=1`); the command sees to it.
"""
