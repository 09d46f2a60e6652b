//! What a run costs, to the last digit: price books, prices and the arithmetic between them.
//!
//! Wanted: the same numbers on the server and in the browser, every intermediate value named so that the screen can show the
//! arithmetic, and no rounding before the last step. So all of it is integers ([`money`] proves that the unit holds every
//! product exactly), nothing reads a clock, and quantities are checked once, when they become [`quantity`] types, after which
//! no sum can overflow.
//!
//! Reading order: [`price_book`] (the three rules), [`price`] (the numbers), [`run`] (one run), [`many`] (a million of them), [`provisioned`] (environments kept ready),
//! [`step`] (how the screen tells it), [`memory`] (what the slider shows).

pub mod architecture;
mod format;
pub mod many;
pub mod memory;
pub mod money;
pub mod price;
pub mod price_book;
pub mod provisioned;
pub mod quantity;
pub mod run;
pub mod step;

pub use architecture::Architecture;
pub use price_book::PriceBook;
pub use run::{RunBill, RunUsage, bill_run};
