"""What a fused picture should be, as functions that gradients flow through: for training, and to refine one picture.

Every term is a small function of tensors; images are ``(B, 3, H, W)`` and frames ``(B, K, 3, H, W)``, sRGB-encoded in
``[0, 1]``.
"""
