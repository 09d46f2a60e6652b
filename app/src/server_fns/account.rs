//! The account's settings, its clock, and how the dashboard looks.

use crate::error::UiError;
use crate::preferences::Preferences;
use crate::theme::Theme;
use api::control_plane::Account;
use billing::PriceBook;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What every page needs for its frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The visitor's workspace.
    pub account: Account,
    /// Where it stands to the local workspace.
    pub local: LocalWorkspace,
    /// How it looks in this browser.
    pub preferences: Preferences,
}

/// The workspace of programs on this machine that bring no key of their own, as this browser sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LocalWorkspace {
    /// Others can reach this server, so there is none.
    Absent,
    /// The browser is in another one.
    Closed,
    /// The browser is in it.
    Open,
}

/// Reads what every page needs for its frame.
#[server]
pub async fn read_session() -> Result<Session, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    let local = match crate::context::local_account() {
        None => LocalWorkspace::Absent,
        Some(local) if local.is_account_of(&account) => LocalWorkspace::Open,
        Some(_) => LocalWorkspace::Closed,
    };
    let account = control.account(&account).await?;
    Ok(Session { account, local, preferences: crate::preferences::of_request() })
}

/// Chooses the price book for runs from now on.
#[server]
pub async fn set_price_book(
    /// The price book.
    book: PriceBook,
) -> Result<PriceBook, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    control.set_price_book(&account, book).await?;
    Ok(book)
}

/// Keeps how the dashboard looks in this browser's cookies.
#[server]
pub async fn save_preferences(
    /// Light, dark or as the system says.
    theme: Theme,
    /// Letters of the editor, in CSS pixels.
    editor_font_px: u32,
) -> Result<Preferences, UiError> {
    let preferences = ssr::checked(theme, editor_font_px)?;
    ssr::set_cookies(preferences);
    Ok(preferences)
}

/// Where the account's clock is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockMove {
    /// One minute ahead.
    Minute,
    /// One hour ahead.
    Hour,
    /// To the time at which the next event or schedule is due.
    NextDue,
    /// It stands still.
    Pause,
    /// It goes on from where it stands.
    Resume,
    /// Back to the machine's time.
    RealTime,
}

impl ClockMove {
    /// Every move, in the order of the menu.
    pub const ALL: [Self; 6] = [Self::Minute, Self::Hour, Self::NextDue, Self::Pause, Self::Resume, Self::RealTime];

    /// What the menu shows.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Minute => "Skip 1 minute",
            Self::Hour => "Skip 1 hour",
            Self::NextDue => "Step to the next thing due",
            Self::Pause => "Pause the clock",
            Self::Resume => "Let the clock go on",
            Self::RealTime => "Back to real time",
        }
    }

    /// The value in a form; also the serde name.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::NextDue => "next-due",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::RealTime => "real-time",
        }
    }
}

/// Moves the account's clock.
#[server]
pub async fn move_clock(
    /// Where to.
    to: ClockMove,
) -> Result<Account, UiError> {
    use api::control_plane::ClockChange;
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    let change = match to {
        ClockMove::Minute => ClockChange::Skip(60_000),
        ClockMove::Hour => ClockChange::Skip(3_600_000),
        ClockMove::NextDue => ClockChange::Skip(ssr::until_next_due(&account, control.as_ref()).await?),
        ClockMove::Pause => ClockChange::Pause,
        ClockMove::Resume => ClockChange::Resume,
        ClockMove::RealTime => ClockChange::RealTime,
    };
    Ok(control.change_clock(&account, change).await?)
}

#[cfg(feature = "ssr")]
mod ssr;
