//! Media queries that the stylesheet has too (`static/_shared.scss`), for what is not only drawn but built otherwise there.

/// The page is one column, and what stands beside the diagram is a sheet.
pub const ONE_COLUMN: &str = "(max-width: 51.25em)";

/// Two runs stand one above the other.
pub const RUNS_STACKED: &str = "(max-width: 60em), (max-height: 38.75em)";

/// Two runs need the room of what is said about them.
pub const RUNS_CRAMPED: &str = "(max-width: 75em), (max-height: 38.75em)";

/// The table of outcomes needs the room of what it is about.
pub const TABLE_CRAMPED: &str = "(max-width: 35em)";
