//! What may not stand in Rust source, or only in one place.

use super::repository::File;
use super::tokens::{Token, forbid, lines_of, tokens};
use super::{Problem, Repository};

/// The parts of the repository that are the product.
const PRODUCT: [&str; 3] = ["app/", "server/", "crates/"];

/// Tests run, and say what they expect.
pub fn test_attributes(repository: &Repository) -> Vec<Problem> {
    let patterns = ["# [ ignore", "# [ should_panic", "should_panic", "# [ cfg_attr ( ignore"];
    let found = repository.rust().flat_map(|file| {
        forbid(
            file,
            &patterns,
            "make the test run everywhere; assert on the value that comes back, even if it is the wrong one for now",
        )
    });
    found.collect()
}

/// `allow` and `expect` say why.
pub fn allow_without_reason(repository: &Repository) -> Vec<Problem> {
    repository.rust().flat_map(bare_allows).collect()
}

fn bare_allows(file: &File) -> Vec<Problem> {
    let tokens = tokens(file);
    let begins = |index: &usize| {
        let text = |offset: usize| tokens.get(index + offset).map_or("", |token| token.text.as_str());
        text(0) == "["
            && ["allow", "expect"].contains(&text(1))
            && text(2) == "("
            && *index > 0
            && ["#", "!"].contains(&tokens[index - 1].text.as_str())
    };
    let bare = |index: &usize| {
        !tokens[*index..].iter().take_while(|token| token.text != "]").any(|token| token.text == "reason")
    };
    let problem = |index: usize| Problem {
        path: file.path.clone(),
        line: tokens[index].line,
        what: format!("`{}` without a reason", tokens[index + 1].text),
        mend: "write `#[expect(the_lint, reason = \"why\")]`, or do what the lint says",
    };
    (0..tokens.len()).filter(begins).filter(bare).map(problem).collect()
}

/// The process environment is read in one place, where a bad value stops the start.
pub fn environment(repository: &Repository) -> Vec<Problem> {
    let product = repository.rust().filter(|file| file.is_in(&PRODUCT) && !file.is_in(&["server/src/config"]));
    // A build script is told everything by its environment; a test or a benchmark may start itself anew as a child.
    let outside_builds = product.filter(|file| {
        !file.path.ends_with("/build.rs") && !["/tests/", "/benches/"].iter().any(|folder| file.path.contains(folder))
    });
    outside_builds
        .flat_map(|file| {
            forbid(
                file,
                &["std : : env", "env : : var", "env : : vars", "env : : var_os"],
                "read it in `server/src/config` and pass the value on",
            )
        })
        .collect()
}

/// Time is given, never taken: only the sandbox and the clock itself ask the system. Tokio's clock is given too: a test
/// can hold it.
pub fn clock(repository: &Repository) -> Vec<Problem> {
    let givers = ["crates/sandbox/", "crates/api/src/clock.rs"];
    let takers = repository.rust().filter(|file| file.is_in(&PRODUCT) && !file.is_in(&givers));
    takers.filter(|file| !file.path.contains("/benches/")).flat_map(clocks_in).collect()
}

fn clocks_in(file: &File) -> Vec<Problem> {
    let patterns = ["SystemTime : : now", "Instant : : now", "Timestamp : : now", "Zoned : : now", "Utc : : now"];
    let held = lines_of(&tokens(file), "tokio : : time : : Instant : : now");
    let mut found = forbid(file, &patterns, "take an `api::Clock`, so that a test can play six hours in a millisecond");
    found.retain(|problem| !held.contains(&problem.line));
    found
}

/// Every channel has a bound.
pub fn unbounded(repository: &Repository) -> Vec<Problem> {
    let patterns = [
        "unbounded_channel",
        "UnboundedSender",
        "UnboundedReceiver",
        "mpsc : : unbounded",
        "std : : sync : : mpsc : : channel",
    ];
    repository
        .rust()
        .flat_map(|file| forbid(file, &patterns, "use a bounded channel, its size a named limit"))
        .collect()
}

/// SQL is in `crates/store` and nowhere else.
pub fn sql(repository: &Repository) -> Vec<Problem> {
    let others = repository.rust().filter(|file| file.is_in(&PRODUCT) && !file.is_in(&["crates/store/"]));
    others.flat_map(sql_in).collect()
}

fn sql_in(file: &File) -> Vec<Problem> {
    let tokens = tokens(file);
    let mend = "give `crates/store` a function for it";
    let named = lines_of(&tokens, "sqlx").into_iter().map(|line| (line, "`sqlx`".to_owned()));
    let written = tokens.iter().filter_map(|token| {
        let text = token.string()?.to_lowercase();
        looks_like_sql(&text).then(|| (token.line, "an SQL statement".to_owned()))
    });
    let problem =
        |(line, what)| Problem { path: file.path.clone(), line, what: format!("{what} outside `crates/store`"), mend };
    named.chain(written).map(problem).collect()
}

fn looks_like_sql(text: &str) -> bool {
    let pairs = [
        ("select ", " from "),
        ("insert into ", " values"),
        ("update ", " set "),
        ("delete from ", " where "),
        ("create table ", "("),
    ];
    pairs.iter().any(|(begin, then)| text.trim_start().starts_with(begin) && text.contains(then))
}

/// Colours in the app are tokens of `style/main.css`.
pub fn colour(repository: &Repository) -> Vec<Problem> {
    repository.rust().filter(|file| file.is_in(&["app/src/"])).flat_map(colours_in).collect()
}

fn colours_in(file: &File) -> Vec<Problem> {
    let problem = |token: &Token, found: &str| Problem {
        path: file.path.clone(),
        line: token.line,
        what: format!("`{found}` is a colour of its own"),
        mend: "use a token of `style/main.css`: `bg-surface`, `text-error`, `border-control`, …",
    };
    let tokens = tokens(file);
    let strings = tokens.iter().filter_map(|token| token.string().map(|text| (token, text)));
    strings
        .filter_map(|(token, text)| {
            text.split_whitespace().find(|word| is_colour(word)).map(|word| problem(token, word))
        })
        .collect()
}

const PALETTE: [&str; 22] = [
    "slate", "gray", "zinc", "neutral", "stone", "red", "orange", "amber", "yellow", "lime", "green", "emerald",
    "teal", "cyan", "sky", "blue", "indigo", "violet", "purple", "fuchsia", "pink", "rose",
];

/// `bg-red-500`, `text-white`, `text-[#fff]`, `rgb(…)`.
fn is_colour(word: &str) -> bool {
    let class = word.rsplit(':').next().unwrap_or(word).split('/').next().unwrap_or(word);
    let mut parts = class.splitn(3, '-');
    let (_, hue, shade) = (parts.next(), parts.next(), parts.next());
    let palette =
        hue.is_some_and(|hue| PALETTE.contains(&hue)) && shade.is_some_and(|shade| shade.parse::<u16>().is_ok());
    let prefixes = ["bg", "text", "border", "fill", "stroke", "ring", "outline", "from", "to"];
    let plain = class
        .split_once('-')
        .is_some_and(|(prefix, rest)| prefixes.contains(&prefix) && ["white", "black"].contains(&rest));
    let function = ["rgb(", "rgba(", "hsl(", "oklch("].iter().any(|name| word.contains(name));
    palette || plain || function || is_hex(word)
}

/// `[#1d5fd1]` in a class, or `#1d5fd1` alone, six digits; three are too much like a link to a place in the page.
fn is_hex(word: &str) -> bool {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_hexdigit).count();
    let bracketed = word.split_once("[#").is_some_and(|(_, rest)| [3, 4, 6, 8].contains(&digits(rest)));
    bracketed || word.strip_prefix('#').is_some_and(|rest| rest.len() == 6 && digits(rest) == 6)
}
