"""Writes what PyTorch's recurrent layers compute: small stacks with made-up weights, inputs and
weights of a loss; outputs, last states and all gradients. Run with PyTorch installed:

    python3 build-support/pytorch_cases.py > rnn-testkit/src/main/resources/dev/rnn4j/testkit/pytorch.txt

A line is a name and its values, row by row. PyTorchContract reads them. Steps are packed as
PyTorch packs them, which is the order of SequenceBatch."""

import random

import torch
from torch import nn

INPUT, HIDDEN = 2, 3
CASES = [  # kind, projection, layers, directions, lengths
    ("lstm", 0, 1, 1, [3, 3]),
    ("lstm", 0, 2, 2, [4, 3, 1]),
    ("lstm", 2, 1, 2, [3, 2, 1]),
    ("lstm", 2, 3, 1, [3, 3]),
    ("gru", 0, 2, 2, [4, 2, 1]),
    ("gru", 0, 3, 1, [3, 3]),
    ("tanh", 0, 3, 2, [4, 3, 1]),
    ("relu", 0, 2, 1, [4, 4, 2]),
]


def show(name, tensor):
    print(name, *("%.9g" % value for value in tensor.detach().flatten().tolist()))


def module(kind, projection, layers, directions):
    shape = dict(num_layers=layers, bidirectional=directions == 2)
    if kind == "lstm":
        return nn.LSTM(INPUT, HIDDEN, proj_size=projection, **shape)
    if kind == "gru":
        return nn.GRU(INPUT, HIDDEN, **shape)
    return nn.RNN(INPUT, HIDDEN, nonlinearity=kind, **shape)


def run(kind, projection, layers, directions, lengths, draw):
    def made_up(*shape):
        values = torch.empty(*shape)
        for i in range(values.numel()):
            values.view(-1)[i] = draw.uniform(-1, 1)
        return values.requires_grad_()

    net = module(kind, projection, layers, directions)
    count, batch, output = layers * directions, len(lengths), projection or HIDDEN
    x = made_up(sum(lengths), INPUT)
    h0 = [made_up(batch, output) for _ in range(count)]
    c0 = [made_up(batch, HIDDEN) for _ in range(count if kind == "lstm" else 0)]
    print("case", kind, projection, layers, directions)
    print("lengths", *lengths)
    for name, parameter in net.named_parameters():
        parameter.data = made_up(*parameter.shape).data
        show("in." + name, parameter)
    steps = torch.tensor([sum(n > t for n in lengths) for t in range(lengths[0])])
    packed = nn.utils.rnn.PackedSequence(x, steps)
    states = (torch.stack(h0), torch.stack(c0)) if c0 else torch.stack(h0)
    y, last = net(packed, states)
    hn, cn = last if c0 else (last, [])
    inputs = [("x", x)]
    inputs += [("h%d" % i, h) for i, h in enumerate(h0)] + [("c%d" % i, c) for i, c in enumerate(c0)]
    outputs = [("x", y.data)]
    outputs += [("h%d" % i, h) for i, h in enumerate(hn)] + [("c%d" % i, c) for i, c in enumerate(cn)]
    loss = 0
    for name, value in outputs:
        weight = made_up(*value.shape)
        show("weight." + name, weight)
        show("out." + name, value)
        loss = loss + (weight * value).sum()
    loss.backward()
    for name, value in inputs:
        show("in." + name, value)
        show("gradient." + name, value.grad)
    for name, parameter in net.named_parameters():
        show("gradient." + name, parameter.grad)


print("version", torch.__version__)
generator = random.Random(1)
for case in CASES:
    run(*case, generator)
