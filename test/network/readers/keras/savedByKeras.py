"""Writes the three files beside this one: `KERAS_BACKEND=torch python savedByKeras.py`, with Keras 3.15, h5py and torch."""

import keras
import numpy
from keras import layers

shared = keras.Sequential([keras.Input((2,)), layers.Dense(2), layers.Dense(2, activation="tanh")])
x = keras.Input((3, 2), name="x")
y = layers.BatchNormalization(scale=False, name="norm")(x)
y = layers.TimeDistributed(shared, name="each")(y)
y = layers.Bidirectional(layers.LSTM(2, return_sequences=True), name="both")(y)
y = layers.RNN([layers.SimpleRNNCell(2, activation="relu"), layers.SimpleRNNCell(1)], name="cells")(y)
model = keras.Model(x, layers.Dense(2, name="y")(y))

random = numpy.random.default_rng(1)
for weight in model.weights:
    least = 1 if "variance" in weight.path else -8
    weight.assign(random.integers(least, 9, weight.shape) / 8)
model.save("saved.keras")
model.save("saved.h5")
given = numpy.array([[[1, -2], [0.5, 3], [-1, 0.25]]])
print(keras.ops.convert_to_numpy(model(given)).tolist())

chain = keras.Sequential([keras.Input((3,)), layers.BatchNormalization(), layers.Dense(2)])
for weight in chain.weights:
    weight.assign(random.integers(1, 9, weight.shape) / 8)
chain.save("chain.keras")
