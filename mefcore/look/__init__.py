"""The look: every edit after the blend, as one colour map that is composed into the LUT."""
