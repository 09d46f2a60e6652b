//! Classes that the parts of the playground share for what is no primitive: controls that belong to the page's one form.

/// A text box of one line.
pub const INPUT: &str = "h-8 w-full rounded border border-control bg-bg px-2 text-text";
/// A picker.
pub const SELECT: &str = "h-8 w-full rounded border border-control bg-bg px-2 text-text";
/// A button among others.
pub const BUTTON: &str = "inline-flex h-8 shrink-0 items-center gap-1 rounded border border-control bg-raised px-3 \
                          text-text hover:bg-surface";
/// The one button that goes on.
pub const BUTTON_MAIN: &str =
    "inline-flex h-8 shrink-0 items-center gap-2 rounded bg-accent px-3 font-medium text-on-accent hover:opacity-90";
/// A small button inside a row.
pub const BUTTON_SMALL: &str = "inline-flex h-8 min-w-8 shrink-0 items-center justify-center rounded px-2 text-muted \
                                hover:bg-surface hover:text-text";
/// A label above its control.
pub const LABEL: &str = "mb-1 block font-medium text-text";
/// What is wrong with a field.
pub const ERROR: &str = "mt-1 text-xs text-error";
/// What a field means.
pub const HELP: &str = "mt-1 text-xs text-muted";
/// The id of the page's form, which every control names as its owner.
pub const FORM: &str = "playground-form";
