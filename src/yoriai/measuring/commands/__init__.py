"""One file a measure: options to columns, columns to the kernel, the kernel's values to the answer."""
