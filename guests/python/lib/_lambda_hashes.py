"""What `hashlib` has only with OpenSSL: the key derivation of RFC 8018, section 5.2."""

import hashlib
import hmac


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """As hashlib's own; slower."""
    size = hashlib.new(hash_name).digest_size
    length = size if dklen is None else dklen
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    if length < 1:
        raise ValueError("key length must be greater than 0.")
    keyed = hmac.new(bytes(password), None, hash_name)
    key = b""
    block = 0
    while len(key) < length:
        block += 1
        start = keyed.copy()
        start.update(bytes(salt) + block.to_bytes(4, "big"))
        last = start.digest()
        mixed = int.from_bytes(last, "big")
        for _ in range(iterations - 1):
            turn = keyed.copy()
            turn.update(last)
            last = turn.digest()
            mixed ^= int.from_bytes(last, "big")
        key += mixed.to_bytes(size, "big")
    return key[:length]


if not hasattr(hashlib, "pbkdf2_hmac"):
    hashlib.pbkdf2_hmac = pbkdf2_hmac
