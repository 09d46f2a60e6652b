//! Zips as honest tools make them, and as nobody should.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn refusal(zip: &[u8]) -> String {
    read(zip).map_or_else(|error| error.message, |code| format!("{} files were taken", code.files().len()))
}

#[test]
fn files_come_out_as_they_went_in_and_again() {
    let zip = zip_of(&[("index.mjs", b"export const handler = 1;"), ("lib/", b""), ("lib/a.bin", &[0, 159, 146, 150])]);
    let code = read(&zip).unwrap();
    let paths: Vec<&str> = code.files().keys().map(FilePath::as_str).collect();
    assert_eq!(paths, ["index.mjs", "lib/a.bin"]);
    let made = write(&code).unwrap();
    assert_eq!(read(&made).unwrap(), code);
    assert_eq!(write(&read(&made).unwrap()).unwrap(), made, "the same files make the same zip");
}

#[test]
fn what_is_no_zip_is_refused_in_lambdas_words() {
    let good = zip_of(&[("index.mjs", b"export const handler = 1;")]);
    let mut bent = good.clone();
    bent[40] ^= 0xff;
    let table: [&[u8]; 5] = [b"", b"not a zip", &good[..good.len() - 30], &[0; 22], &bent];
    for broken in table {
        assert_eq!(refusal(broken), BROKEN);
    }
}

#[test]
fn paths_stay_below_the_functions_folder() {
    for name in ["../index.mjs", "/etc/passwd", "a/../../b", "a\\..\\b", "C:/x", "a//b", "./a"] {
        let message = refusal(&zip_of(&[(name, b"x")]));
        assert!(message.starts_with("in the zip, the file name") || message == BROKEN, "{name}: {message}");
    }
}

#[test]
fn links_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("index.mjs", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let zip = zip.finish().unwrap().into_inner();
    assert_eq!(refusal(&zip), "in the zip, `index.mjs` is a link or a device; only files and folders are taken");
}

#[test]
fn an_entry_that_is_named_twice_is_refused() {
    let mut zip = zip_of(&[("aa.mjs", b"1"), ("ab.mjs", b"2")]);
    let positions: Vec<usize> = (0..zip.len() - 6).filter(|at| &zip[*at..at + 6] == b"ab.mjs").collect();
    for at in positions {
        zip[at..at + 6].copy_from_slice(b"aa.mjs");
    }
    assert_eq!(refusal(&zip), "the zip names an entry twice");
}

#[test]
fn bombs_and_crowds_are_refused_while_reading() {
    let zeros = vec![b' '; 10 * 1_024 * 1_024];
    let bomb = zip_of(&[("index.mjs", &zeros)]);
    assert!(bomb.len() < 64 * 1_024, "{}", bomb.len());
    assert!(refusal(&bomb).contains("200 times"), "{}", refusal(&bomb));
    let mut liar = bomb.clone();
    // The uncompressed size in the central directory says four bytes.
    let at = liar.windows(4).rposition(|window| window == [b'P', b'K', 1, 2]).unwrap();
    liar[at + 24..at + 28].copy_from_slice(&4_u32.to_le_bytes());
    assert!(!refusal(&liar).contains("were taken"));
    let names: Vec<String> = (0..=ZIP_ENTRIES_MAX).map(|n| format!("{n}.txt")).collect();
    let crowd: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert_eq!(refusal(&zip_of(&crowd)), "the zip has 24001 entries, the limit is 24000");
    assert_eq!(refusal(&zip_of(&crowd[..20_001])), "the function has 20001 files, the limit is 20000");
    assert_eq!(refusal(&zip_of(&[])), "the zip has no file");
}
