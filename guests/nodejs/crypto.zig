//! Ciphers, digests and key derivation for lib/crypto.js, from the compiler's own standard library. They run in the guest: what
//! they cost is measured and limited like everything that a function does. crypto.h calls them.
const std = @import("std");
const crypto = std.crypto;
const Aes128 = crypto.core.aes.Aes128;
const Aes256 = crypto.core.aes.Aes256;
const Ghash = crypto.onetimeauth.Ghash;

const Md5 = crypto.hash.Md5;
const Sha1 = crypto.hash.Sha1;
const sha2 = crypto.hash.sha2;

fn Encryptor(comptime Aes: type) type {
    return crypto.core.aes.AesEncryptCtx(Aes);
}

/// The same code for both lengths of a key.
fn withKey(key: [*]const u8, key_length: usize, comptime action: anytype, arguments: anytype) void {
    if (key_length == 16) {
        @call(.auto, action, .{ Aes128, key[0..16].* } ++ arguments);
    } else {
        @call(.auto, action, .{ Aes256, key[0..32].* } ++ arguments);
    }
}

/// XORs `data` with the key stream. `counter` is the block that is next, `used` the bytes of it that were used before;
/// `wraps` is how many of its last bytes count: 16, or 4 in GCM.
export fn cs_aes_ctr(key: [*]const u8, key_length: usize, counter: *[16]u8, used: u32, wraps: u32, data: [*]u8, length: usize) u32 {
    var rest: u32 = used;
    withKey(key, key_length, ctr, .{ counter, &rest, wraps, data[0..length] });
    return rest;
}

fn ctr(comptime Aes: type, key: [Aes.key_bits / 8]u8, counter: *[16]u8, used: *u32, wraps: u32, data: []u8) void {
    const aes = Aes.initEnc(key);
    var stream: [16]u8 = undefined;
    if (used.* > 0) aes.encrypt(&stream, counter);
    for (data) |*byte| {
        if (used.* == 0) aes.encrypt(&stream, counter);
        byte.* ^= stream[used.*];
        used.* += 1;
        if (used.* == 16) {
            used.* = 0;
            increment(counter, wraps);
        }
    }
}

fn increment(counter: *[16]u8, wraps: u32) void {
    var at: usize = 16;
    while (at > 16 - wraps) {
        at -= 1;
        counter[at] +%= 1;
        if (counter[at] != 0) return;
    }
}

/// In place, whole blocks; `vector` becomes that of the next ones.
export fn cs_aes_cbc(encrypts: bool, key: [*]const u8, key_length: usize, vector: *[16]u8, data: [*]u8, length: usize) void {
    if (encrypts) {
        withKey(key, key_length, cbcEncrypt, .{ vector, data[0..length] });
    } else {
        withKey(key, key_length, cbcDecrypt, .{ vector, data[0..length] });
    }
}

fn cbcEncrypt(comptime Aes: type, key: [Aes.key_bits / 8]u8, vector: *[16]u8, data: []u8) void {
    const aes = Aes.initEnc(key);
    var at: usize = 0;
    while (at + 16 <= data.len) : (at += 16) {
        const block = data[at..][0..16];
        for (block, vector) |*byte, before| byte.* ^= before;
        aes.encrypt(vector, block);
        block.* = vector.*;
    }
}

fn cbcDecrypt(comptime Aes: type, key: [Aes.key_bits / 8]u8, vector: *[16]u8, data: []u8) void {
    const aes = Aes.initDec(key);
    var at: usize = 0;
    while (at + 16 <= data.len) : (at += 16) {
        const block = data[at..][0..16];
        const taken = block.*;
        aes.decrypt(block, &taken);
        for (block, vector) |*byte, before| byte.* ^= before;
        vector.* = taken;
    }
}

/// GCM's first counter block, whose successor is that of the first byte.
export fn cs_gcm_first(key: [*]const u8, key_length: usize, vector: [*]const u8, vector_length: usize, first: *[16]u8) void {
    withKey(key, key_length, gcmFirst, .{ vector[0..vector_length], first });
}

fn gcmFirst(comptime Aes: type, key: [Aes.key_bits / 8]u8, vector: []const u8, first: *[16]u8) void {
    if (vector.len == 12) {
        first[0..12].* = vector[0..12].*;
        std.mem.writeInt(u32, first[12..16], 1, .big);
        return;
    }
    var mac = hashed(Aes, key);
    mac.update(vector);
    mac.pad();
    lengths(&mac, 0, vector.len);
    mac.final(first);
}

/// GCM's tag of additional data and ciphertext.
export fn cs_gcm_tag(key: [*]const u8, key_length: usize, first: *const [16]u8, more: [*]const u8, more_length: usize, data: [*]const u8, length: usize, tag: *[16]u8) void {
    withKey(key, key_length, gcmTag, .{ first, more[0..more_length], data[0..length], tag });
}

fn gcmTag(comptime Aes: type, key: [Aes.key_bits / 8]u8, first: *const [16]u8, more: []const u8, data: []const u8, tag: *[16]u8) void {
    var mac = hashed(Aes, key);
    mac.update(more);
    mac.pad();
    mac.update(data);
    mac.pad();
    lengths(&mac, more.len, data.len);
    mac.final(tag);
    var mask: [16]u8 = undefined;
    Aes.initEnc(key).encrypt(&mask, first);
    for (tag, mask) |*byte, other| byte.* ^= other;
}

fn hashed(comptime Aes: type, key: [Aes.key_bits / 8]u8) Ghash {
    var h: [16]u8 = undefined;
    Aes.initEnc(key).encrypt(&h, &@splat(0));
    return Ghash.init(&h);
}

fn lengths(mac: *Ghash, more: usize, data: usize) void {
    var block: [16]u8 = undefined;
    std.mem.writeInt(u64, block[0..8], @as(u64, more) * 8, .big);
    std.mem.writeInt(u64, block[8..16], @as(u64, data) * 8, .big);
    mac.update(&block);
}

/// md5, sha1, sha224, sha256, sha384, sha512 by number, to `out`; answers its length, or 0 for a number that is none.
export fn cs_digest(kind: u32, data: [*]const u8, length: usize, out: [*]u8) u32 {
    return switch (kind) {
        0 => digest(Md5, data[0..length], out),
        1 => digest(Sha1, data[0..length], out),
        2 => digest(sha2.Sha224, data[0..length], out),
        3 => digest(sha2.Sha256, data[0..length], out),
        4 => digest(sha2.Sha384, data[0..length], out),
        5 => digest(sha2.Sha512, data[0..length], out),
        else => 0,
    };
}

fn digest(comptime Hash: type, data: []const u8, out: [*]u8) u32 {
    Hash.hash(data, out[0..Hash.digest_length], .{});
    return Hash.digest_length;
}

/// Fills `out`; false when the parameters are none.
export fn cs_pbkdf2(kind: u32, password: [*]const u8, password_length: usize, salt: [*]const u8, salt_length: usize, rounds: u32, out: [*]u8, length: usize) bool {
    const p = password[0..password_length];
    const s = salt[0..salt_length];
    const o = out[0..length];
    return switch (kind) {
        0 => pbkdf2(Md5, p, s, rounds, o),
        1 => pbkdf2(Sha1, p, s, rounds, o),
        2 => pbkdf2(sha2.Sha224, p, s, rounds, o),
        3 => pbkdf2(sha2.Sha256, p, s, rounds, o),
        4 => pbkdf2(sha2.Sha384, p, s, rounds, o),
        5 => pbkdf2(sha2.Sha512, p, s, rounds, o),
        else => false,
    };
}

fn pbkdf2(comptime Hash: type, password: []const u8, salt: []const u8, rounds: u32, out: []u8) bool {
    crypto.pwhash.pbkdf2(out, password, salt, rounds, crypto.auth.hmac.Hmac(Hash)) catch return false;
    return true;
}

/// `log` is the binary logarithm of the cost; false when the parameters are none or there is no memory.
export fn cs_scrypt(log: u32, r: u32, p: u32, password: [*]const u8, password_length: usize, salt: [*]const u8, salt_length: usize, out: [*]u8, length: usize) bool {
    if (log > 31 or r > 1 << 24 or p > 1 << 24) return false;
    const parameters: crypto.pwhash.scrypt.Params = .{ .ln = @intCast(log), .r = @intCast(r), .p = @intCast(p) };
    crypto.pwhash.scrypt.kdf(std.heap.c_allocator, out[0..length], password[0..password_length], salt[0..salt_length], parameters) catch return false;
    return true;
}
