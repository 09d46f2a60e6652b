//! The standard library: a value of each module that functions use.

use sandbox::Outcome;

use super::{expression, python};

/// Imports, an expression, and its value as JSON.
const CASES: &[(&str, &str, &str)] = &[
    ("import json", "json.dumps({'a': [1.5, None]}, indent=1)", r#""{\n \"a\": [\n  1.5,\n  null\n ]\n}""#),
    (
        "import datetime as d",
        "d.datetime(2026, 11, 23, tzinfo=d.timezone.utc).isoformat()",
        r#""2026-11-23T00:00:00+00:00""#,
    ),
    ("import datetime as d", "abs(d.datetime.now(d.UTC).year - 2050) < 40", "true"),
    ("from decimal import *", "str(Decimal(1) / Decimal(7))", r#""0.1428571428571428571428571429""#),
    ("import fractions", "str(fractions.Fraction(3, 4) + 1)", r#""7/4""#),
    ("import re", "re.findall(r'(?P<x>\\w)(\\d+)', 'a1 b22')", r#"[["a", "1"], ["b", "22"]]"#),
    ("import hashlib", "hashlib.sha256(b'x').hexdigest()[:16]", r#""2d711642b726b044""#),
    (
        "import hashlib",
        "[hashlib.new(n, b'').hexdigest()[:8] for n in ('md5', 'sha1', 'sha512', 'sha3_256', 'blake2b')]",
        r#"["d41d8cd9", "da39a3ee", "cf83e135", "a7ffc6f8", "786a02f7"]"#,
    ),
    ("import hashlib", "hashlib.pbkdf2_hmac('sha256', b'password', b'salt', 2).hex()[:16]", r#""ae4d0c95af6b46d3""#),
    ("import hmac", "hmac.new(b'k', b'm', 'sha256').hexdigest()[:16]", r#""b60090e3052297ae""#),
    ("import base64", "base64.urlsafe_b64encode(b'\\xff\\xfe').decode()", r#""__4=""#),
    ("import uuid", "str(uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org'))", r#""886313e1-3b8a-5372-9b90-0c9aee199e5d""#),
    (
        "import urllib.parse as u",
        "[u.quote('ä /'), u.parse_qs('a=1&a=2'), u.urlparse('s3://b/k?x').netloc]",
        r#"["%C3%A4%20/", {"a": ["1", "2"]}, "b"]"#,
    ),
    ("import csv, io", "list(csv.DictReader(io.StringIO('a,b\\n1,\"x,y\"')))", r#"[{"a": "1", "b": "x,y"}]"#),
    ("import collections as c", "c.Counter('abca').most_common(1)", r#"[["a", 2]]"#),
    ("import itertools as i", "list(i.batched('abcde', 2))", r#"[["a", "b"], ["c", "d"], ["e"]]"#),
    ("import statistics", "[statistics.median([1, 3, 2]), statistics.stdev([1, 2, 3])]", "[2, 1.0]"),
    ("import math, cmath", "[math.isqrt(99), math.comb(5, 2), abs(cmath.sqrt(-4))]", "[9, 10, 2.0]"),
    (
        "import struct, array",
        "[struct.unpack('<IH', b'\\1\\0\\0\\0\\2\\0'), array.array('d', [1.5]).tolist()]",
        "[[1, 2], [1.5]]",
    ),
    (
        "import zlib, gzip",
        "[zlib.crc32(b'x'), gzip.decompress(gzip.compress(b'text' * 99))[:4].decode()]",
        r#"[2363233923, "text"]"#,
    ),
    ("import zipfile, io", "zipfile.ZipFile('/var/lang/lib/python313.zip').testzip()", "null"),
    ("import xml.etree.ElementTree as e", "e.fromstring('<a><b x=\"1\">t</b></a>')[0].get('x')", r#""1""#),
    ("import html", "[html.escape('<a>'), html.unescape('&uuml;')]", r#"["&lt;a&gt;", "ü"]"#),
    (
        "import email",
        "email.message_from_string('Subject: =?utf-8?q?gr=C3=BC=C3=9Fe?=\\n\\nhi').get_payload()",
        r#""hi""#,
    ),
    (
        "import dataclasses as d\n@d.dataclass\nclass P:\n    x: int\n    y: int = 2",
        "d.asdict(P(1))",
        r#"{"x": 1, "y": 2}"#,
    ),
    ("import enum\nclass E(enum.StrEnum):\n    A = 'a'", "[E.A, E('a').name]", r#"["a", "A"]"#),
    ("import pickle, copy", "pickle.loads(pickle.dumps(copy.deepcopy({'a': {1}})))['a'].pop()", "1"),
    (
        "import unicodedata",
        "[unicodedata.normalize('NFC', 'u\\u0308'), unicodedata.name('ß')]",
        r#"["ü", "LATIN SMALL LETTER SHARP S"]"#,
    ),
    (
        "import sqlite3",
        "sqlite3.connect('/tmp/a.db').execute(\"select json_extract('{\\\"a\\\": 5}', '$.a'), sqrt(16)\").fetchone()",
        "[5, 4.0]",
    ),
    (
        "import zoneinfo, datetime as d",
        "d.datetime(2026, 7, 1, 12, tzinfo=zoneinfo.ZoneInfo('Europe/Berlin')).utcoffset().seconds",
        "7200",
    ),
    (
        "import textwrap, pprint, difflib",
        "[textwrap.shorten('a b c d', 5, placeholder=''), pprint.pformat({1: 2}), difflib.get_close_matches('appel', ['apple'])]",
        r#"["a b c", "{1: 2}", ["apple"]]"#,
    ),
    (
        "import ipaddress, fnmatch, shlex",
        "[str(ipaddress.ip_network('10.0.0.0/30').broadcast_address), fnmatch.fnmatch('a.py', '*.py'), shlex.split('a \"b c\"')]",
        r#"["10.0.0.3", true, ["a", "b c"]]"#,
    ),
    (
        "import platform, sys, os",
        "[sys.platform, os.name, sys.maxsize, platform.python_implementation(), sys.version_info[:2]]",
        r#"["wasi", "posix", 2147483647, "CPython", [3, 13]]"#,
    ),
    (
        "import importlib.resources as r, sysconfig, site",
        "sysconfig.get_paths()['stdlib']",
        r#""/var/lang/lib/python3.13""#,
    ),
    (
        "import time, calendar, locale",
        "[time.strftime('%Y-%m-%d', time.gmtime(0)), time.localtime(0).tm_hour, calendar.monthrange(2028, 2)[1], time.tzname[0]]",
        r#"["1970-01-01", 0, 29, "UTC"]"#,
    ),
    (
        "import heapq, bisect, graphlib, secrets",
        "[heapq.nsmallest(2, [3, 1, 2]), bisect.bisect([1, 3], 2), len(secrets.token_urlsafe())]",
        "[[1, 2], 1, 43]",
    ),
    ("import unittest, doctest, pdb, pydoc, tomllib, configparser", "tomllib.loads('a = [1, 2]')", r#"{"a": [1, 2]}"#),
    ("import multiprocessing", "multiprocessing.cpu_count() >= 1", "true"),
    ("import logging.handlers, wsgiref.util, xmlrpc.client, imaplib, smtplib, ftplib, http.server", "1", "1"),
    (
        "import codecs",
        "[b'\\x82\\xa0'.decode('shift_jis'), 'ü'.encode('cp1252').hex(), codecs.encode('abc', 'rot13')]",
        r#"["あ", "fc", "nop"]"#,
    ),
];

#[tokio::test]
async fn modules_give_what_cpython_gives() {
    let mut wrong = Vec::new();
    for (imports, value, json) in CASES {
        let run = expression(imports, value).invoke("{}").await;
        let answer = match &run.outcome {
            Outcome::Returned(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            _ => run.lines.join("\n"),
        };
        if answer != *json {
            wrong.push(format!("{imports}: {value}: {answer} instead of {json}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_database_lives_in_tmp() {
    let source = "
import sqlite3
db = sqlite3.connect('/tmp/shop.db')
with db:
    db.execute('create table item (name text primary key, price integer)')
    db.executemany('insert into item values (?, ?)', [('lamp', 2490), ('bulb', 350)])
def lambda_handler(event, context):
    try:
        with db:
            db.execute(\"update item set price = 1 where name = 'lamp'\")
            db.execute(\"insert into item values ('bulb', 0)\")
    except sqlite3.IntegrityError as error:
        why = str(error)
    return [why, db.execute('select name, price from item order by price').fetchall()]";
    let run = python(source).invoke("{}").await;
    assert_eq!(run.answer(), r#"["UNIQUE constraint failed: item.name", [["bulb", 350], ["lamp", 2490]]]"#);
}
