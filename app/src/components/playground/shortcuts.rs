//! The page's keys at work.

use super::browser;
use super::keys::{KeyCommand, KeyPress, command};
use super::state::Playground;
use crate::layouts::commands::{Command, Commands};
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

/// Puts the page's actions into the command box.
pub fn offer_commands(playground: Playground) {
    let Some(commands) = use_context::<Commands>() else { return };
    let offer = |label: &str, keys: &'static str, command: KeyCommand| Command {
        label: label.to_owned(),
        keys,
        run: Callback::new(move |()| playground.act(command)),
    };
    commands.offer(vec![
        offer("Run", "Ctrl+Enter", KeyCommand::Run),
        offer("Save the draft", "Ctrl+S", KeyCommand::Save),
        offer("Deploy", "Ctrl+Shift+U", KeyCommand::Deploy),
        offer("Show or hide the right panel", "Ctrl+J", KeyCommand::ToggleSide),
        offer("Show the result", "Alt+1", KeyCommand::OutputPanel(0)),
        offer("Show the log", "Alt+2", KeyCommand::OutputPanel(1)),
        offer("Show the timeline", "Alt+3", KeyCommand::OutputPanel(2)),
        offer("Show the bill", "Alt+4", KeyCommand::OutputPanel(3)),
        offer("Show the history", "Alt+5", KeyCommand::OutputPanel(4)),
        offer("Show the environments", "Alt+6", KeyCommand::OutputPanel(5)),
    ]);
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
