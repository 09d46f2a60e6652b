//! The playground: editor, settings, event, versions, and Run over all of them.
//!
//! Reading order: [`state`] (what the page knows), [`saving`] (when the draft goes to the server, a state machine without IO)
//! and [`autosave`] (its timers and requests), [`running`] (Run, Cancel, Deploy), [`page`] (how it is put together).
//! The pure parts ([`dotenv`], [`event_text`], [`files`], [`form`], [`keys`], [`plain_form`], [`progress`], [`saving`]) know no
//! browser and are tested natively.

pub mod address;
pub mod autosave;
pub mod browser;
pub mod changes;
pub mod deploy_dialog;
pub mod dotenv;
pub mod editor;
pub mod event_panel;
pub mod event_text;
pub mod file_tabs;
pub mod files;
pub mod form;
pub mod keys;
pub mod page;
pub mod parts;
pub mod picked;
pub mod plain_form;
pub mod preparing;
pub mod progress;
pub mod running;
pub mod saving;
pub mod settings;
pub mod settings_state;
pub mod shortcuts;
pub mod side_panel;
pub mod splitter;
pub mod state;
pub mod style;
pub mod toolbar;
pub mod upload;
pub mod versions_panel;
