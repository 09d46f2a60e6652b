//! What a browser remembers about how the dashboard looks, in cookies that the server reads for the first paint.

use crate::theme::{THEME_COOKIE, Theme};
use leptos::prelude::RwSignal;
use serde::{Deserialize, Serialize};

/// The cookie that keeps the editor's letter size.
pub const EDITOR_FONT_COOKIE: &str = "coldstart_editor_px";
/// Smallest and largest letters of the editor, in CSS pixels.
pub const EDITOR_FONT_PX_RANGE: (u32, u32) = (12, 40);
/// Letters of the editor when nothing was chosen, in CSS pixels.
pub const EDITOR_FONT_PX_DEFAULT: u32 = 14;
/// How long a browser keeps a choice, in seconds: a year.
pub const COOKIE_AGE_S: u32 = 31_536_000;

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// Light, dark or as the system says.
    pub theme: Theme,
    /// Letters of the editor, in CSS pixels.
    pub editor_font_px: u32,
}

/// The choices in force on this page; every page finds it in its context.
#[derive(Debug, Clone, Copy)]
pub struct PreferencesContext {
    /// Light, dark or as the system says.
    pub theme: RwSignal<Theme>,
    /// Letters of the editor, in CSS pixels.
    pub editor_font_px: RwSignal<u32>,
}

impl Preferences {
    /// The choices in a `Cookie` header; what is missing or out of range is the default, since a cookie may hold anything.
    #[must_use]
    pub fn from_cookies(header: &str) -> Self {
        let value_of = |wanted: &str| {
            header
                .split(';')
                .filter_map(|pair| pair.trim().split_once('='))
                .find(|(name, _)| *name == wanted)
                .map(|(_, value)| value)
        };
        Self {
            theme: value_of(THEME_COOKIE).and_then(Theme::from_identifier).unwrap_or_default(),
            editor_font_px: value_of(EDITOR_FONT_COOKIE)
                .and_then(|value| value.parse().ok())
                .filter(|px| (EDITOR_FONT_PX_RANGE.0..=EDITOR_FONT_PX_RANGE.1).contains(px))
                .unwrap_or(EDITOR_FONT_PX_DEFAULT),
        }
    }

    /// The `Set-Cookie` headers that keep these choices.
    #[must_use]
    pub fn to_cookies(self) -> [String; 2] {
        let Self { theme, editor_font_px } = self;
        [(THEME_COOKIE, theme.identifier().to_owned()), (EDITOR_FONT_COOKIE, editor_font_px.to_string())]
            .map(|(name, value)| format!("{name}={value}; Path=/; Max-Age={COOKIE_AGE_S}; SameSite=Lax; HttpOnly"))
    }
}

/// The choices of whoever asks for the page being rendered.
#[cfg(feature = "ssr")]
#[must_use]
pub fn of_request() -> Preferences {
    let parts = leptos::prelude::use_context::<http::request::Parts>();
    let header = parts.as_ref().and_then(|parts| parts.headers.get(http::header::COOKIE)?.to_str().ok());
    Preferences::from_cookies(header.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, theme: Theme, editor_font_px: u32) {
        assert_eq!(Preferences::from_cookies(header), Preferences { theme, editor_font_px }, "{header}");
    }

    #[test]
    fn choices_are_found_among_other_cookies_and_nonsense_is_the_default() {
        check("a=b; coldstart_theme=dark; coldstart_editor_px=20", Theme::Dark, 20);
        check("coldstart_theme=light", Theme::Light, 14);
        check("coldstart_theme=\"><script>; coldstart_editor_px=999", Theme::System, 14);
        check("xcoldstart_theme=dark; coldstart_editor_px=-1", Theme::System, 14);
        check("", Theme::System, 14);
    }

    #[test]
    fn what_is_set_is_read_back() {
        let chosen = Preferences { theme: Theme::Dark, editor_font_px: 32 };
        let header =
            chosen.to_cookies().map(|cookie| cookie.split(';').next().unwrap_or_default().to_owned()).join("; ");
        assert_eq!(Preferences::from_cookies(&header), chosen);
    }
}
