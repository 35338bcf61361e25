"""From PyTorch to exact attributions and back, where autograd's come nearer to them the more samples they take.

Run: python examples/from_pytorch.py [COMMAND ...], the command being what runs exact-ig; default: npx exact-ig.
"""
import subprocess
import sys

import numpy as np
import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 7 * 7, 10))
images = torch.rand(2, 3, 32, 32)

torch.onnx.export(net.eval(), images[:1], "net.onnx")
np.save("images.npy", images.numpy())
command = [*(sys.argv[1:] or ["npx", "exact-ig"]), "explain", "--network", "net.onnx", "--input", "images.npy", "--target", "3", "-o", "exact.npy"]
subprocess.run(command, check=True)
exact = torch.from_numpy(np.load("exact.npy"))  # float64, the shape of images

for n in (10, 100, 1000):
    gradients = torch.zeros_like(images)
    for i in range(n):  # the midpoint rule, from a baseline of zeros
        point = (images * ((i + 0.5) / n)).requires_grad_()
        gradients += torch.autograd.grad(net(point)[:, 3].sum(), point)[0] / n
    error = (gradients * images - exact).abs().sum() / exact.abs().sum()
    print(f"{n} samples: {100 * error:.3f} % from exact")
