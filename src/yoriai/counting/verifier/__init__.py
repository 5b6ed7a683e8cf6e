"""The verifier a stranger gets, in three chapters; `one_file.py` joins them into the `verify.py` that is handed out.

It shares no line with the kernel and needs nothing but the standard library. The kernel writes its audit files
with the words of `chain.py`, so that both sides speak of the same bytes.
"""
