//! Power tuning: one event over many memory sizes, and what each costs and takes.
//!
//! The page asks for one run after the other, so that its progress is what has been done and stopping is not asking for more.
//! [`plan`] says which runs, [`running`] asks for them, [`compare`] makes figures of them, and the rest shows these.

pub mod chart;
pub mod compare;
pub mod form;
pub mod plan;
pub mod results;
pub mod running;
