//! The colours of `style/main.css`: enough contrast in light and in dark, by the formula of WCAG 2.

use super::{Problem, Repository};

const STYLE: &str = "style/main.css";
const TEXT_RATIO_MIN: f64 = 4.5;
const CONTROL_RATIO_MIN: f64 = 3.0;

const BACKGROUNDS: [&str; 3] = ["bg", "surface", "raised"];
const TEXTS: [&str; 8] = ["text", "muted", "accent", "ok", "warn", "error", "cold", "bill"];

/// Each text token on each background, text on the accent, and the border of controls.
pub fn contrast(repository: &Repository) -> Vec<Problem> {
    let Some(style) = repository.text(STYLE) else { return vec![problem(1, "the file is missing".into())] };
    let colours: Vec<Colour> =
        style.lines().enumerate().filter_map(|(index, line)| Colour::read(index + 1, line)).collect();
    let texts = TEXTS.iter().flat_map(|text| BACKGROUNDS.map(|background| (*text, background, TEXT_RATIO_MIN)));
    let controls = BACKGROUNDS.map(|background| ("control", background, CONTROL_RATIO_MIN));
    let pairs = texts.chain(controls).chain([("on-accent", "accent", TEXT_RATIO_MIN)]);
    pairs.flat_map(|(front, back, minimum)| check_pair(&colours, front, back, minimum)).collect()
}

fn check_pair(colours: &[Colour], front: &str, back: &str, minimum: f64) -> Vec<Problem> {
    let find = |name: &str| colours.iter().find(|colour| colour.name == name);
    let (Some(fore), Some(ground)) = (find(front), find(back)) else {
        return vec![problem(
            1,
            format!("`--color-{front}` or `--color-{back}` is not there as `light-dark(#rrggbb, #rrggbb)`"),
        )];
    };
    let themes = [("light", fore.light, ground.light), ("dark", fore.dark, ground.dark)];
    let low = themes
        .into_iter()
        .map(|(theme, fore, ground)| (theme, ratio(fore, ground)))
        .filter(|(_, ratio)| *ratio < minimum);
    low.map(|(theme, ratio)| {
        problem(
            fore.line,
            format!("`{front}` on `{back}` has contrast {ratio:.2} in {theme}, the minimum is {minimum}"),
        )
    })
    .collect()
}

fn problem(line: usize, what: String) -> Problem {
    Problem { path: STYLE.into(), line, what, mend: "change the token, in its one table, until the ratio is reached" }
}

struct Colour {
    name: String,
    line: usize,
    light: [u8; 3],
    dark: [u8; 3],
}

impl Colour {
    /// Reads `--color-<name>: light-dark(#rrggbb, #rrggbb);`.
    fn read(line: usize, text: &str) -> Option<Colour> {
        let (name, value) = text.trim().strip_prefix("--color-")?.split_once(':')?;
        let (light, dark) = value.trim().strip_prefix("light-dark(")?.strip_suffix(");")?.split_once(',')?;
        Some(Colour { name: name.into(), line, light: hex(light)?, dark: hex(dark)? })
    }
}

fn hex(text: &str) -> Option<[u8; 3]> {
    let digits = text.trim().strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// From 1 (equal) to 21 (black on white).
pub fn ratio(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
