//! The keys of the playground: which key means what, as data.

/// A key press, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPress<'a> {
    /// `KeyboardEvent.key`.
    pub key: &'a str,
    /// Ctrl, or Command on a Mac.
    pub control: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyCommand {
    /// Run with the shown event.
    Run,
    /// Save the draft now.
    Save,
    /// Open the dialog that deploys.
    Deploy,
    /// Show or hide the right panel.
    ToggleSide,
    /// Go to the next region of the page.
    NextRegion,
    /// Go to the previous region.
    PreviousRegion,
    /// Show the n-th panel of the output, from 0.
    OutputPanel(usize),
}

/// The command of a key press, if it has one.
#[must_use]
pub fn command(press: KeyPress<'_>) -> Option<KeyCommand> {
    let KeyPress { key, control, shift, alt } = press;
    match (control, shift, alt, key) {
        (true, false, false, "Enter") => Some(KeyCommand::Run),
        (true, false, false, "s" | "S") => Some(KeyCommand::Save),
        (true, true, false, "u" | "U") => Some(KeyCommand::Deploy),
        (true, false, false, "j" | "J") => Some(KeyCommand::ToggleSide),
        (false, false, false, "F6") => Some(KeyCommand::NextRegion),
        (false, true, false, "F6") => Some(KeyCommand::PreviousRegion),
        (false, false, true, digit) => {
            digit.parse::<usize>().ok().filter(|n| (1..=6).contains(n)).map(|n| KeyCommand::OutputPanel(n - 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_their_commands() {
        let check = |key, control, shift, alt, expected| {
            assert_eq!(command(KeyPress { key, control, shift, alt }), expected, "{key}");
        };
        check("Enter", true, false, false, Some(KeyCommand::Run));
        check("Enter", false, false, false, None);
        check("s", true, false, false, Some(KeyCommand::Save));
        check("S", true, true, false, None);
        check("U", true, true, false, Some(KeyCommand::Deploy));
        check("j", true, false, false, Some(KeyCommand::ToggleSide));
        check("F6", false, true, false, Some(KeyCommand::PreviousRegion));
        check("1", false, false, true, Some(KeyCommand::OutputPanel(0)));
        check("5", false, false, true, Some(KeyCommand::OutputPanel(4)));
        check("6", false, false, true, Some(KeyCommand::OutputPanel(5)));
        check("7", false, false, true, None);
        check("0", false, false, true, None);
    }
}
