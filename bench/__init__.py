"""Measurements: ratios against a reference in the same run gate, times stand beside the machine's floor."""
