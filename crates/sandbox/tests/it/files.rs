use sandbox::Limits;

use crate::guest::{limits, returned, run, run_with};

const CREATE: u8 = 1;
const FOLDER: u8 = 2;
const TRUNCATE: u8 = 8;
const READ: u8 = 2;
const WRITE: u8 = 64;

async fn open(how: u8, rights: u8, path: &str) -> u32 {
    let payload = [&[how, rights], path.as_bytes()].concat();
    u32::from_le_bytes(returned(run("paths.wat", &payload).await).try_into().unwrap())
}

#[tokio::test]
async fn paths_mean_what_they_say() {
    let long = "x".repeat(256);
    let deep = "a/".repeat(2100);
    let cases: &[(u8, u8, &str, u32, &str)] = &[
        (0, READ, "var/task/data/file.txt", 0, "a file of the package"),
        (0, READ, "var/./task//data/../data/file.txt", 0, "a roundabout way"),
        (0, READ, "../../../../var/task/data/file.txt", 0, "the root is its own parent"),
        (0, READ, "../etc/passwd", 44, "nothing of the host is there"),
        (0, READ, "/var/task/data/file.txt", 63, "absolute paths are for the library to resolve"),
        (0, READ, "var/task/data/file.txt/", 54, "a trailing slash means a folder"),
        (0, READ, "var/task/data/file.txt/more", 54, "a file is no folder"),
        (FOLDER, READ, "var/task/data", 0, "a folder"),
        (FOLDER, READ, "var/task/data/file.txt", 54, "a file opened as a folder"),
        (0, READ, "", 44, "no path"),
        (0, WRITE, "var/task/data/file.txt", 69, "the package is read-only"),
        (TRUNCATE, READ, "var/task/data/file.txt", 69, "also by truncating"),
        (CREATE, WRITE, "var/task/new", 69, "also by creating"),
        (CREATE, WRITE, "new", 69, "also at the root"),
        (CREATE, WRITE, "opt/new", 69, "also in /opt"),
        (CREATE, WRITE, "tmp/../var/task/new", 69, "also through /tmp"),
        (CREATE, WRITE, "tmp/new", 0, "/tmp can be written"),
        (CREATE, WRITE, "tmp/no/new", 44, "in folders that are there"),
        (CREATE, WRITE, "tmp/new/", 31, "not as a folder"),
        (CREATE, WRITE, &format!("tmp/{long}"), 37, "a long name"),
        (0, READ, &deep, 37, "a long path"),
        (0, READ, "tmp/\0x", 44, "a NUL"),
    ];
    for (how, rights, path, expected, why) in cases {
        assert_eq!(open(*how, *rights, path).await, *expected, "{why}: {path:?}");
    }
}

#[tokio::test]
async fn descriptors_are_limited() {
    let few = Limits { open_files: 10, ..limits() };
    let answer = returned(run_with("descriptors.wat", few, b"", crate::guest::LONG).await.0);
    // Three standard streams and the root are open from the start.
    assert_eq!(answer, crate::guest::words(&[33, 6]));
}
