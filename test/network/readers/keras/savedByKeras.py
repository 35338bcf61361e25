"""Writes the five files beside this one: `KERAS_BACKEND=torch python savedByKeras.py`, with Keras 3.15, h5py and torch."""

import io
import json
import zipfile

import h5py
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

# As Keras 2 writes it: words in bytes of one length, weights with a number behind their names.
layers_of_keras2 = [
    ("Dense", {"name": "fc", "batch_input_shape": [None, 2], "units": 1, "activation": "relu", "use_bias": True}),
    ("BatchNormalization", {"name": "norm", "axis": [1], "epsilon": 0, "center": False, "scale": True}),
]
numbers = {
    "fc/kernel:0": [[1], [2]],
    "fc/bias:0": [3],
    "norm/gamma:0": [2],
    "norm/moving_mean:0": [1],
    "norm/moving_variance:0": [4],
}
with h5py.File("keras2.h5", "w") as file:
    config = {"name": "chain", "layers": [{"class_name": name, "config": config} for name, config in layers_of_keras2]}
    file.attrs["keras_version"] = b"2.11.0"
    file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": config}).encode()
    weights = file.create_group("model_weights")
    for _, config in layers_of_keras2:
        own = [name for name in numbers if name.startswith(config["name"])]
        group = weights.create_group(config["name"])
        group.attrs["weight_names"] = numpy.array([name.encode() for name in own])
        for name in own:
            group.create_dataset(name, data=numpy.array(numbers[name], "float32"))

# And as the archive of its last versions.
content = io.BytesIO()
with h5py.File(content, "w") as file:
    layers_of_model = file.create_group("_layer_checkpoint_dependencies")
    for name, (_, config) in zip(["dense", "batch_normalization"], layers_of_keras2):
        own = [numbers[key] for key in numbers if key.startswith(config["name"])]
        for i, values in enumerate(own):
            layers_of_model.create_dataset(f"{name}/vars/{i}", data=numpy.array(values, "float32"))
with zipfile.ZipFile("keras2.keras", "w") as archive:
    config = {"name": "chain", "layers": [{"class_name": name, "config": config} for name, config in layers_of_keras2]}
    archive.writestr("metadata.json", json.dumps({"keras_version": "2.13.1"}))
    archive.writestr("config.json", json.dumps({"class_name": "Sequential", "config": config}))
    archive.writestr("model.weights.h5", content.getvalue())
