"""A two-layer perceptron with its gradients written out."""
import numpy as np


class Perceptron:
    def __init__(self, inputs, hidden, outputs, rng):
        self.parameters = {
            "w1": rng.normal(0, np.sqrt(2 / inputs), (inputs, hidden)),
            "b1": np.zeros(hidden),
            "w2": rng.normal(0, np.sqrt(2 / hidden), (hidden, outputs)),
            "b2": np.zeros(outputs),
        }
        self.velocity = {name: np.zeros_like(value) for name, value in self.parameters.items()}

    def forward(self, pictures):
        p = self.parameters
        hidden = np.maximum(pictures @ p["w1"] + p["b1"], 0)
        scores = hidden @ p["w2"] + p["b2"]
        scores = scores - scores.max(axis=1, keepdims=True)
        probabilities = np.exp(scores)
        return hidden, probabilities / probabilities.sum(axis=1, keepdims=True)

    def step(self, pictures, labels, learning_rate, momentum):
        """One step of stochastic gradient descent; gives the loss before it."""
        p = self.parameters
        hidden, probabilities = self.forward(pictures)
        count = len(labels)
        loss = -np.log(probabilities[np.arange(count), labels] + 1e-12).mean()

        error = probabilities
        error[np.arange(count), labels] -= 1
        error /= count
        hidden_error = (error @ p["w2"].T) * (hidden > 0)
        gradients = {
            "w1": pictures.T @ hidden_error,
            "b1": hidden_error.sum(axis=0),
            "w2": hidden.T @ error,
            "b2": error.sum(axis=0),
        }
        for name, gradient in gradients.items():
            self.velocity[name] = momentum * self.velocity[name] - learning_rate * gradient
            p[name] += self.velocity[name]
        return loss

    def accuracy(self, pictures, labels):
        _, probabilities = self.forward(pictures)
        return float((probabilities.argmax(axis=1) == labels).mean())

    def save(self, path):
        np.savez(path, **self.parameters)

    @classmethod
    def load(cls, path):
        with np.load(path) as stored:
            parameters = {name: stored[name] for name in stored.files}
        inputs, hidden = parameters["w1"].shape
        model = cls(inputs, hidden, parameters["w2"].shape[1], np.random.default_rng(0))
        model.parameters = parameters
        return model
