//! Primitives: they know no route, no server and no type of ours. Colours by token only.

pub mod toast;
