"""Exports small networks of the kinds that people use, by PyTorch's older exporter, into the folder that it runs in:
NAME.fixed.onnx for a batch of one, of operator set 13, NAME.open.onnx for any batch, of 16."""
import warnings

import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)


def conv(i, o, k=3, s=1, g=1, act=nn.ReLU):
    return nn.Sequential(nn.Conv2d(i, o, k, s, k // 2, groups=g, bias=False), nn.BatchNorm2d(o), act())


class InvertedResidual(nn.Module):
    def __init__(self, i, o, s, act=nn.ReLU6, squeeze=None):
        super().__init__()
        h = 2 * i
        self.body = nn.Sequential(conv(i, h, 1, act=act), conv(h, h, 3, s, h, act),
                                  squeeze(h) if squeeze else nn.Identity(),
                                  nn.Conv2d(h, o, 1, bias=False), nn.BatchNorm2d(o))
        self.residual = s == 1 and i == o

    def forward(self, x):
        return x + self.body(x) if self.residual else self.body(x)


class Squeeze(nn.Module):
    def __init__(self, c, gate=nn.Hardsigmoid, act=nn.ReLU):
        super().__init__()
        self.fc1, self.fc2, self.act, self.gate = nn.Conv2d(c, 4, 1), nn.Conv2d(4, c, 1), act(), gate()

    def forward(self, x):
        return x * self.gate(self.fc2(self.act(self.fc1(F.adaptive_avg_pool2d(x, 1)))))


class Classifier(nn.Module):
    def __init__(self, features, c, classes=5):
        super().__init__()
        self.features, self.head = features, nn.Sequential(nn.Dropout(0.2), nn.Linear(c, classes))

    def forward(self, x):
        return self.head(torch.flatten(F.adaptive_avg_pool2d(self.features(x), 1), 1))


class Shuffle(nn.Module):
    def __init__(self, c):
        super().__init__()
        h = c // 2
        self.branch = nn.Sequential(conv(h, h, 1), nn.Conv2d(h, h, 3, 1, 1, groups=h), nn.BatchNorm2d(h), conv(h, h, 1))

    def forward(self, x):
        a, b = x.chunk(2, dim=1)
        out = torch.cat((a, self.branch(b)), 1)
        n, c, h, w = out.size()
        return out.view(n, 2, c // 2, h, w).transpose(1, 2).contiguous().view(n, -1, h, w)


class Fire(nn.Module):
    def __init__(self, i):
        super().__init__()
        self.s, self.a, self.b = nn.Conv2d(i, 4, 1), nn.Conv2d(4, 6, 1), nn.Conv2d(4, 6, 3, padding=1)

    def forward(self, x):
        x = F.relu(self.s(x))
        return torch.cat([F.relu(self.a(x)), F.relu(self.b(x))], 1)


class Inception(nn.Module):
    def __init__(self, i):
        super().__init__()
        self.a, self.d = conv(i, 4, 1), conv(i, 4, 1)
        self.b = nn.Sequential(conv(i, 4, 1), conv(4, 6, 3))
        self.c = nn.Sequential(conv(i, 2, 1), conv(2, 4, 5))

    def forward(self, x):
        return torch.cat([self.a(x), self.b(x), self.c(x), self.d(F.max_pool2d(x, 3, 1, 1))], 1)


class Dense(nn.Module):
    def __init__(self, i, growth=4, layers=3):
        super().__init__()
        widths = [i + k * growth for k in range(layers)]
        self.layers = nn.ModuleList(
            nn.Sequential(nn.BatchNorm2d(w), nn.ReLU(), nn.Conv2d(w, growth, 3, 1, 1, bias=False)) for w in widths)

    def forward(self, x):
        for layer in self.layers:
            x = torch.cat([x, layer(x)], 1)
        return x


class UNet(nn.Module):
    def __init__(self, bilinear):
        super().__init__()
        self.a, self.b, self.c = conv(3, 6), conv(6, 8), conv(14, 6)
        self.up = None if bilinear else nn.ConvTranspose2d(8, 8, 2, 2)
        self.out = nn.Conv2d(6, 2, 1)

    def forward(self, x):
        a = self.a(x)
        b = self.b(F.max_pool2d(a, 2))
        up = F.interpolate(b, scale_factor=2, mode='bilinear', align_corners=True) if self.up is None else self.up(b)
        dy, dx = a.size(2) - up.size(2), a.size(3) - up.size(3)
        up = F.pad(up, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])
        return torch.sigmoid(self.out(self.c(torch.cat([a, up], 1))))


class LayerNorm2d(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class ConvNeXt(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.dw, self.norm = nn.Conv2d(c, c, 7, padding=3, groups=c), nn.LayerNorm(c, eps=1e-6)
        self.a, self.b = nn.Linear(c, 2 * c), nn.Linear(2 * c, c)
        self.gamma = nn.Parameter(torch.full((c,), 0.5))

    def forward(self, x):
        y = self.norm(self.dw(x).permute(0, 2, 3, 1))
        return x + (self.gamma * self.b(F.gelu(self.a(y)))).permute(0, 3, 1, 2)


class ViT(nn.Module):
    def __init__(self, d=8):
        super().__init__()
        self.patch = nn.Conv2d(3, d, 4, 4)
        self.cls, self.pos = nn.Parameter(torch.randn(1, 1, d)), nn.Parameter(torch.randn(1, 17, d))
        self.blocks = nn.Sequential(Attention(d), Attention(d))
        self.norm, self.head = nn.LayerNorm(d), nn.Linear(d, 5)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat((self.cls.expand(x.shape[0], -1, -1), x), dim=1) + self.pos
        return self.head(self.norm(self.blocks(x))[:, 0])


class Attention(nn.Module):
    def __init__(self, d, heads=2):
        super().__init__()
        self.n1, self.n2, self.qkv, self.proj = nn.LayerNorm(d), nn.LayerNorm(d), nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.heads = heads
        self.mlp = nn.Sequential(nn.Linear(d, 2 * d), nn.GELU(), nn.Linear(2 * d, d))

    def forward(self, x):
        b, n, c = x.shape
        q, k, v = self.qkv(self.n1(x)).reshape(b, n, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        a = (q @ k.transpose(-2, -1) * (c // self.heads) ** -0.5).softmax(dim=-1)
        x = x + self.proj((a @ v).transpose(1, 2).reshape(b, n, c))
        return x + self.mlp(self.n2(x))


class Causal(nn.Module):
    def __init__(self, i, o, d):
        super().__init__()
        self.pad, self.c = 2 * d, nn.utils.weight_norm(nn.Conv1d(i, o, 3, padding=2 * d, dilation=d))
        self.down = nn.Conv1d(i, o, 1) if i != o else None

    def forward(self, x):
        y = F.relu(self.c(x)[:, :, :-self.pad].contiguous())
        return F.relu(y + (x if self.down is None else self.down(x)))


class TCN(nn.Module):
    def __init__(self):
        super().__init__()
        self.net, self.out = nn.Sequential(Causal(3, 6, 1), Causal(6, 6, 2), Causal(6, 6, 4)), nn.Linear(6, 4)

    def forward(self, x):
        return F.log_softmax(self.out(self.net(x)[:, :, -1]), dim=1)


class Genomics(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.c2, self.f = nn.Conv1d(4, 8, 7), nn.Conv1d(8, 8, 3, padding=1), nn.Linear(8 * 8, 3)

    def forward(self, x):
        x = F.max_pool1d(F.relu(self.c1(x)), 2)
        x = F.max_pool1d(F.leaky_relu(self.c2(x), 0.1), 2)
        return torch.sigmoid(self.f(x.reshape(x.size(0), -1)))


class BasicBlock(nn.Module):
    def __init__(self, i, o, s):
        super().__init__()
        self.a, self.b = conv(i, o, 3, s), nn.Sequential(nn.Conv2d(o, o, 3, 1, 1, bias=False), nn.BatchNorm2d(o))
        self.down = nn.Sequential(nn.Conv2d(i, o, 1, s, bias=False), nn.BatchNorm2d(o)) if s != 1 or i != o else None

    def forward(self, x):
        return F.relu(self.b(self.a(x)) + (x if self.down is None else self.down(x)))


class Function(nn.Module):
    def __init__(self, f, *parts):
        super().__init__()
        self.f, self.parts = f, nn.ModuleList(parts)

    def forward(self, x):
        return self.f(x, *self.parts)


def assigned(x):
    y = F.relu(x).clone()
    y[:, 0] = x[:, 1]
    return y.flatten(1)


def padded(x, c):
    return c(F.pad(F.pad(x, (1, 1, 1, 1), mode='reflect'), (1, 0, 0, 1), mode='replicate')).flatten(1)


def smooth_squeeze(c):
    return Squeeze(c, nn.Sigmoid, nn.SiLU)


image = (3, 16, 16)
class CRNN(nn.Module):
    """A convolution whose columns are the steps of a recurrent layer, as in reading text from images."""
    def __init__(self):
        super().__init__()
        self.conv, self.rnn, self.end = nn.Conv2d(1, 4, 3, 2, 1), nn.LSTM(16, 5, bidirectional=True), nn.Linear(10, 3)

    def forward(self, x):
        columns = torch.relu(self.conv(x)).flatten(1, 2).permute(2, 0, 1)
        return F.log_softmax(self.end(self.rnn(columns)[0]), 2).permute(1, 0, 2)


class Seq2Seq(nn.Module):
    """A decoder that begins with the state of an encoder."""
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = nn.GRU(6, 5, batch_first=True), nn.GRU(6, 5, batch_first=True)

    def forward(self, x):
        return self.decoder(x, self.encoder(x)[1])[0].flatten(1)


networks = {
    'mlp': (nn.Sequential(nn.Flatten(), nn.Linear(48, 10), nn.ReLU(), nn.BatchNorm1d(10), nn.Linear(10, 8), nn.PReLU(8),
                          nn.Linear(8, 4), nn.Softmax(dim=1)), (3, 4, 4)),
    'lenet': (nn.Sequential(nn.Conv2d(3, 6, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 8, 3), nn.Tanh(),
                            nn.AvgPool2d(2), nn.Flatten(), nn.Linear(32, 5)), image),
    'vgg': (nn.Sequential(conv(3, 8), nn.MaxPool2d(2), conv(8, 8), nn.MaxPool2d(2, ceil_mode=True),
                          nn.AdaptiveAvgPool2d((2, 2)), nn.Flatten(), nn.Linear(32, 5)), image),
    'resnet': (Classifier(nn.Sequential(conv(3, 8, 7, 2), nn.MaxPool2d(3, 2, 1), BasicBlock(8, 8, 1),
                                        BasicBlock(8, 12, 2)), 12), image),
    'mobilenet_v2': (Classifier(nn.Sequential(conv(3, 6, 3, 2, act=nn.ReLU6), InvertedResidual(6, 6, 1),
                                              InvertedResidual(6, 8, 2)), 8), image),
    'mobilenet_v3': (Classifier(nn.Sequential(conv(3, 6, 3, 2, act=nn.Hardswish),
                                              InvertedResidual(6, 6, 1, nn.Hardswish, Squeeze)), 6), image),
    'efficientnet': (Classifier(nn.Sequential(conv(3, 6, 3, 2, act=nn.SiLU),
                                              InvertedResidual(6, 6, 1, nn.SiLU, smooth_squeeze)), 6), image),
    'shufflenet': (Classifier(nn.Sequential(conv(3, 8, 3, 2), Shuffle(8), Shuffle(8)), 8), image),
    'squeezenet': (nn.Sequential(nn.Conv2d(3, 6, 3, 2), nn.ReLU(), nn.MaxPool2d(3, 2, ceil_mode=True), Fire(6),
                                 nn.Dropout(), nn.Conv2d(12, 5, 1), nn.ReLU(), nn.AdaptiveAvgPool2d((1, 1)),
                                 nn.Flatten()), image),
    'inception': (Classifier(nn.Sequential(conv(3, 6, 3, 2), Inception(6)), 18), image),
    'densenet': (Classifier(nn.Sequential(nn.Conv2d(3, 6, 3, 2), Dense(6), nn.AvgPool2d(2), nn.BatchNorm2d(18),
                                          nn.ReLU()), 18), image),
    'unet': (UNet(False), image),
    'unet_bilinear': (UNet(True), image),
    'convnext': (Classifier(nn.Sequential(nn.Conv2d(3, 8, 4, 4), LayerNorm2d(8), ConvNeXt(8)), 8), image),
    'vit': (ViT(), image),
    'tcn': (TCN(), (3, 24)),
    'genomics': (Genomics(), (4, 38)),
    'autoencoder': (nn.Sequential(conv(3, 6, 3, 2), nn.Flatten(), nn.Linear(384, 8), nn.ReLU(), nn.Linear(8, 384),
                                  nn.ReLU(), Function(lambda x: x.view(-1, 6, 8, 8)), nn.Upsample(scale_factor=2),
                                  nn.Conv2d(6, 3, 3, 1, 1), nn.Sigmoid()), image),
    'group_norm': (nn.Sequential(nn.Conv2d(3, 8, 3), nn.GroupNorm(2, 8), nn.ReLU(), nn.Flatten()), (3, 6, 6)),
    'instance_norm': (nn.Sequential(nn.Conv2d(3, 8, 3), nn.InstanceNorm2d(8, affine=True), nn.LeakyReLU(),
                                    nn.Flatten()), (3, 6, 6)),
    'activations': (nn.Sequential(nn.Linear(6, 9), nn.Hardtanh(), nn.Linear(9, 9), nn.ELU(), nn.Linear(9, 9),
                                  nn.CELU(0.5), nn.Linear(9, 9), nn.Softplus(), nn.Linear(9, 9), nn.Mish(),
                                  nn.Linear(9, 4), nn.LogSoftmax(dim=-1)), (6,)),
    'squeezed': (Function(lambda x, c: c(x).squeeze(-1).squeeze(1), nn.Linear(6, 1)), (1, 6)),
    'assigned': (Function(assigned), (3, 4, 4)),
    'padded': (Function(padded, nn.Conv2d(3, 4, 3)), (3, 6, 6)),
    'normalized': (Function(lambda x, c: F.normalize(c(x.flatten(1)), dim=1), nn.Linear(12, 5)), (3, 2, 2)),
    'pixel_shuffle': (Function(lambda x, c: F.pixel_shuffle(F.relu(c(x)), 2).mean((2, 3)), nn.Conv2d(3, 8, 3)),
                      (3, 6, 6)),
    'maxout': (Function(lambda x, c: c(x).view(x.size(0), 4, 3).max(dim=2)[0], nn.Linear(6, 12)), (6,)),
    'lstm': (Function(lambda x, c: c(x)[0][:, -1], nn.LSTM(6, 5, 2, batch_first=True, dropout=0.5, bidirectional=True)),
             (4, 6)),
    'gru': (Function(lambda x, c: c(x.transpose(0, 1))[1][-1], nn.GRU(6, 5, 2)), (4, 6)),
    'rnn_relu': (Function(lambda x, c: c(x)[1].transpose(0, 1).flatten(1),
                          nn.RNN(6, 5, 2, nonlinearity='relu', batch_first=True, bidirectional=True)), (4, 6)),
    'crnn': (CRNN(), (1, 8, 12)),
    'seq2seq': (Seq2Seq(), (4, 6)),
}

warnings.simplefilter('ignore')
for name, (network, shape) in networks.items():
    network.eval()
    for suffix, opset, axes in (('fixed', 13, None), ('open', 16, {'x': {0: 'batch'}, 'y': {0: 'batch'}})):
        torch.onnx.export(network, torch.randn(1, *shape), f'{name}.{suffix}.onnx', input_names=['x'],
                          output_names=['y'], opset_version=opset, dynamic_axes=axes)
