//! Each rule finds its breach in a repository made for it, and the real repository breaks none.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use super::{Problem, RULES, Repository, check, contrast};

/// The places where the rule finds fault with the files.
fn places(rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    let rule = RULES.iter().find(|known| known.name == rule).unwrap();
    let problems: Vec<Problem> = (rule.check)(&Repository::of(files));
    problems.iter().map(|problem| format!("{}:{}", problem.path, problem.line)).collect()
}

#[test]
fn this_repository_keeps_its_rules() {
    let problems = check(&Repository::here().unwrap());
    let listed: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(listed.is_empty(), "\n{}\n", listed.join("\n"));
}

#[test]
fn a_crate_may_use_only_what_the_design_allows() {
    let app = "[package]\nname = \"app\"\n[dependencies]\napi.workspace = true\nstore.workspace = true\n";
    assert_eq!(places("crate-edges", &[("app/Cargo.toml", app)]), ["app/Cargo.toml:5"]);
    let targeted = "[package]\nname = \"sandbox\"\n[target.'cfg(unix)'.dependencies]\napi.workspace = true\n[dev-dependencies]\nstore.workspace = true\n";
    assert_eq!(places("crate-edges", &[("crates/sandbox/Cargo.toml", targeted)]), ["crates/sandbox/Cargo.toml:4"]);
    assert_eq!(places("crate-edges", &[("crates/new/Cargo.toml", "[package]\nname = \"new\"\n")]).len(), 1);
}

#[test]
fn versions_are_set_in_the_workspace() {
    let own = "[package]\nname = \"api\"\n[dependencies]\nserde.workspace = true\n[dev-dependencies]\ninsta = \"1\"\n";
    assert_eq!(places("dependency-features", &[("crates/api/Cargo.toml", own)]), ["crates/api/Cargo.toml:6"]);
}

#[test]
fn settings_written_twice_are_equal() {
    let section = "[[workspace.metadata.leptos]]\nname = \"a\"\n";
    assert!(places("leptos-toml", &[("Cargo.toml", section), ("Leptos.toml", section)]).is_empty());
    let other = "[[workspace.metadata.leptos]]\nname = \"b\"\n";
    assert_eq!(places("leptos-toml", &[("Cargo.toml", section), ("Leptos.toml", other)]), ["Leptos.toml:1"]);
    let files = [
        ("scripts/versions.sh", "# pins\nRUST_VERSION=1.94.0\nWASM_BINDGEN_VERSION=0.2.130\n"),
        ("rust-toolchain.toml", "[toolchain]\nchannel = \"1.95.0\"\n"),
        ("Cargo.lock", "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n"),
    ];
    assert_eq!(places("versions", &files), ["scripts/versions.sh:2"]);
}

#[test]
fn files_and_functions_have_a_length() {
    assert!(places("file-length", &[("a.rs", &"\n".repeat(500))]).is_empty());
    assert_eq!(places("file-length", &[("a.rs", &"\n".repeat(501))]), ["a.rs:501"]);
    let function = |lines: usize| {
        format!("struct S;\nimpl S {{\n    fn long() {{\n{}    }}\n}}\n", "        view! { <p/> }\n".repeat(lines - 2))
    };
    assert!(places("function-length", &[("a.rs", &function(70))]).is_empty());
    assert_eq!(places("function-length", &[("a.rs", &function(71))]), ["a.rs:3"]);
}

#[test]
fn tests_are_neither_ignored_nor_expected_to_panic() {
    assert_eq!(places("test-attributes", &[("a.rs", "#[test]\n#[ignore = \"slow\"]\nfn a() {}\n")]), ["a.rs:2"]);
    assert!(!places("test-attributes", &[("a.rs", "#[should_panic]\nfn a() {}\n")]).is_empty());
    assert!(places("test-attributes", &[("a.rs", "// #[ignore]\nfn ignore() {}\n")]).is_empty());
}

#[test]
fn a_lint_is_silenced_with_a_reason() {
    let text = "#[allow(dead_code)]\nfn a() {}\n#[expect(dead_code, reason = \"why\")]\nfn b() { x.expect(\"y\") }\n";
    assert_eq!(places("allow-without-reason", &[("a.rs", text)]), ["a.rs:1"]);
    assert_eq!(places("allow-without-reason", &[("a.rs", "#![allow(dead_code)]\n")]), ["a.rs:1"]);
}

#[test]
fn environment_time_channels_and_sql_have_their_places() {
    let env = "fn a() { std::env::temp_dir(); }\n";
    assert_eq!(
        places("environment", &[("crates/api/src/a.rs", env), ("server/src/config/a.rs", env)]),
        ["crates/api/src/a.rs:1"]
    );
    let now = "// Instant::now()\nfn a() { Instant::now(); }\n";
    assert_eq!(
        places("clock", &[("crates/invoke/src/a.rs", now), ("crates/sandbox/src/a.rs", now)]),
        ["crates/invoke/src/a.rs:2"]
    );
    assert_eq!(
        places("unbounded", &[("server/src/a.rs", "fn a() {\n let x = mpsc::unbounded_channel(); }\n")]),
        ["server/src/a.rs:2"]
    );
    let sql = "fn a() { query(\"select id from run\"); f(\"select a file from the list\".len()); }\n";
    assert_eq!(places("sql", &[("crates/store/src/a.rs", sql)]), [""; 0]);
    assert_eq!(
        places("sql", &[("server/src/a.rs", "fn a() { q(r#\"  SELECT id FROM run\"#); }\n")]),
        ["server/src/a.rs:1"]
    );
}

#[test]
fn colours_are_tokens() {
    let wrong = ["p-2 bg-red-500", "hover:text-white/50", "border-[#fff]", "fill: rgb(1 2 3)", "#1d5fd1"];
    for class in wrong {
        assert_eq!(places("colour", &[("app/src/a.rs", &format!("const A: &str = \"{class}\";"))]).len(), 1, "{class}");
    }
    for class in ["bg-surface text-on-accent/50", "#add", "grid-cols-[auto_1fr]", "mt-4", "text-2xl"] {
        assert!(places("colour", &[("app/src/a.rs", &format!("const A: &str = \"{class}\";"))]).is_empty(), "{class}");
    }
}

#[test]
fn text_keeps_its_rules() {
    let todo = ["// TO", "DO: later\n"].concat();
    assert_eq!(places("todo", &[("a.md", &todo), ("b.md", "todo lists are fine\n")]), ["a.md:1"]);
    assert_eq!(places("browser-waits", &[("end2end/a.ts", "await page.waitForTimeout(9);\n")]), ["end2end/a.ts:1"]);
    let host = ["see https://registry.", "npmjs.org/x\n"].concat();
    assert_eq!(places("hosts", &[("package-lock.json", &host)]), ["package-lock.json:1"]);
    let path = ["cp a ", "/ro", "ot/", "b\nsee docs/work/a and <https://a.example/work/b>\n"].concat();
    assert_eq!(places("machine-paths", &[("a.sh", &path)]), ["a.sh:1"]);
}

#[test]
fn links_between_documents_lead_somewhere() {
    let text = "[a](b.md) [c](../README.md#top) [d](#here) [e](https://x.example)\n[f](gone.md)\n";
    let files = [("docs/a.md", text), ("docs/b.md", ""), ("README.md", "")];
    assert_eq!(places("links", &files), ["docs/a.md:2"]);
}

#[test]
fn migrations_are_named_explained_and_fit_old_rows() {
    let at = |name: &str, text: &str| places("migrations", &[(&format!("crates/store/migrations/{name}"), text)]).len();
    assert_eq!(at("20261123060400_create_run.sql", "-- Why.\ncreate table run (id text not null);\n"), 0);
    assert_eq!(at("1_create_run.sql", "-- Why.\n"), 1);
    assert_eq!(at("20261123060400_run.sql", "-- Why.\n"), 1);
    assert_eq!(at("20261123060400_create_run.sql", "create table run (id text);\n"), 1);
    assert_eq!(at("20261123060400_create_run.sql", "-- Why.\nCREATE table run (id text);\n"), 1);
    assert_eq!(at("20261123060400_add_size.sql", "-- Why.\nalter table run add column size integer not null;\n"), 1);
}

#[test]
fn contrast_is_computed_by_the_formula() {
    let near = |left: f64, right: f64| (left - right).abs() < 0.005;
    assert!(near(contrast::ratio([0, 0, 0], [255, 255, 255]), 21.0));
    assert!(near(contrast::ratio([0x77, 0x77, 0x77], [255, 255, 255]), 4.48));
    let pale = "  --color-muted: light-dark(#999999, #a5adba);\n  --color-bg: light-dark(#ffffff, #14171c);\n";
    assert!(places("contrast", &[("style/main.css", pale)]).contains(&"style/main.css:1".to_owned()));
}
