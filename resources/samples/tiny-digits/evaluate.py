"""Tests a checkpoint on digits that training has not seen."""
import argparse

import numpy as np

from digits.data import CLASSES, make_dataset
from digits.model import Perceptron


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", default="outputs/model.npz", help="file written by train.py")
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1000)
    args = parser.parse_args()

    model = Perceptron.load(args.checkpoint)
    pictures, labels = make_dataset(args.samples, args.seed)
    _, probabilities = model.forward(pictures)
    answers = probabilities.argmax(axis=1)
    for digit in range(CLASSES):
        chosen = labels == digit
        print(f"digit {digit}: {float((answers[chosen] == digit).mean()):.3f} of {int(np.sum(chosen))}")
    print(f"accuracy {float((answers == labels).mean()):.4f}")


if __name__ == "__main__":
    main()
