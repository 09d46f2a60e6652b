//! Primitives: they know no route, no server and no type of ours. Colours by token only.

pub mod badge;
pub mod button;
pub mod callout;
pub mod dialog;
pub mod empty_state;
pub mod error_card;
pub mod field;
pub mod icon;
pub mod loaded;
pub mod menu;
pub mod resource;
pub mod skeleton;
pub mod toast;
