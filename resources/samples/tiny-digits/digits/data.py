"""Pictures of digits, made on the fly."""
import numpy as np

SIZE = 8
CLASSES = 10

# Five rows of three points for each digit.
GLYPHS = (
    "111101101101111",
    "010110010010111",
    "111001111100111",
    "111001111001111",
    "101101111001001",
    "111100111001111",
    "111100111101111",
    "111001010010010",
    "111101111101111",
    "111101111001111",
)


def draw(digit, rng, noise):
    """One picture of `digit`: shifted, blurred a little, with Gaussian noise."""
    glyph = np.array([float(c) for c in GLYPHS[digit]]).reshape(5, 3)
    picture = np.zeros((SIZE, SIZE))
    top = rng.integers(0, SIZE - 5 + 1)
    left = rng.integers(0, SIZE - 3 + 1)
    picture[top:top + 5, left:left + 3] = glyph
    blurred = picture * 0.8
    blurred[1:, :] += picture[:-1, :] * 0.1
    blurred[:, 1:] += picture[:, :-1] * 0.1
    return blurred + rng.normal(0.0, noise, (SIZE, SIZE))


def make_dataset(count, seed, noise=0.1):
    """`count` pictures as rows of 64 numbers, and their digits."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, CLASSES, count)
    pictures = np.stack([draw(label, rng, noise).ravel() for label in labels])
    return pictures.astype(np.float32), labels


def batches(pictures, labels, size, rng):
    """All examples once, in a new order, `size` at a time."""
    order = rng.permutation(len(labels))
    for start in range(0, len(order), size):
        chosen = order[start:start + size]
        yield pictures[chosen], labels[chosen]
