"""Trains the network and writes model.npz and history.csv."""
import argparse
import csv
import os
import time

import numpy as np

from digits.data import CLASSES, SIZE, batches, make_dataset
from digits.model import Perceptron


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=20, help="passes over the training set")
    parser.add_argument("--batch-size", type=int, default=64, help="pictures per step")
    parser.add_argument("--lr", type=float, default=0.15, help="learning rate")
    parser.add_argument("--momentum", type=float, default=0.9)
    parser.add_argument("--hidden", type=int, default=128, help="units of the hidden layer")
    parser.add_argument("--samples", type=int, default=10000, help="pictures in the training set")
    parser.add_argument("--seed", type=int, default=1, help="seed of data and weights")
    parser.add_argument("--schedule", choices=["constant", "cosine"], default="cosine", help="learning-rate schedule")
    parser.add_argument("--output", default="outputs", help="folder for the checkpoint and the history")
    return parser.parse_args()


def main():
    args = parse_arguments()
    os.makedirs(args.output, exist_ok=True)
    rng = np.random.default_rng(args.seed)
    pictures, labels = make_dataset(args.samples, args.seed)
    held_out_pictures, held_out_labels = make_dataset(1000, args.seed + 1)
    model = Perceptron(SIZE * SIZE, args.hidden, CLASSES, rng)

    started = time.time()
    with open(os.path.join(args.output, "history.csv"), "w", newline="") as stream:
        history = csv.writer(stream)
        history.writerow(["epoch", "loss", "accuracy"])
        for epoch in range(1, args.epochs + 1):
            rate = args.lr
            if args.schedule == "cosine":
                rate *= 0.5 * (1 + np.cos(np.pi * (epoch - 1) / args.epochs))
            losses = [model.step(x, y, rate, args.momentum) for x, y in batches(pictures, labels, args.batch_size, rng)]
            loss, accuracy = float(np.mean(losses)), model.accuracy(held_out_pictures, held_out_labels)
            history.writerow([epoch, f"{loss:.4f}", f"{accuracy:.4f}"])
            print(f"epoch {epoch:3d}/{args.epochs}  loss {loss:.4f}  accuracy {accuracy:.4f}", flush=True)

    path = os.path.join(args.output, "model.npz")
    model.save(path)
    print(f"saved {path} after {time.time() - started:.1f} s")


if __name__ == "__main__":
    main()
