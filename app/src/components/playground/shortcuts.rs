//! The page's keys at work.

use super::browser;
use super::keys::{KeyCommand, KeyPress, command};
use super::state::Playground;
use leptos::prelude::*;

impl Playground {
    /// Does what a key means.
    pub fn act(self, command: KeyCommand) {
        match command {
            KeyCommand::Run => self.run_draft(),
            KeyCommand::Save => self.save_now(),
            KeyCommand::Deploy => self.open_deploy(),
            KeyCommand::ToggleSide => self.side_shown.update(|shown| *shown = !*shown),
            KeyCommand::NextRegion => browser::focus_region(true),
            KeyCommand::PreviousRegion => browser::focus_region(false),
            KeyCommand::OutputPanel(index) => browser::open_output_tab(index),
        }
    }
}

/// Listens to keys as long as the page is there, once it is alive.
pub fn listen_in_browser(playground: Playground) {
    Effect::new(move |done: Option<()>| {
        if done.is_none() {
            listen(playground);
        }
    });
}

/// A key that something nearer has taken is left alone.
fn listen(playground: Playground) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        if event.default_prevented() {
            return;
        }
        let key = event.key();
        let press = KeyPress {
            key: &key,
            control: event.ctrl_key() || event.meta_key(),
            shift: event.shift_key(),
            alt: event.alt_key(),
        };
        if let Some(command) = command(press) {
            event.prevent_default();
            playground.act(command);
        }
    });
    on_cleanup(move || listener.remove());
}
