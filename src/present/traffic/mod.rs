//! Other people's traffic → what a page or a program shows of it.

mod beside;
mod computers;
mod drawing;
mod ends;
mod export;
mod filter;
mod framing;
mod inferences;
mod json;
mod of_run;
mod picture;
mod redacted;
mod time;
mod verdicts;

pub use beside::{StepPosition, step_positions};
pub use export::{Export, Exported};
pub use filter::FilterIndex;
pub use json::json;
pub use of_run::of_run;
pub use picture::{StepSource, TrafficPicture, picture};
pub use redacted::{nameless, redacted};
pub use time::{clock, date, date_and_clock, day_and_clock, filetime, full_time, rfc3339};
pub use verdicts::{KnownToAll, proofs, verification};
