//! The keys of a link's members beside the settings, which have keys of their own, and values that are words.

/// The version of the link.
pub const VERSION: &str = "v";
/// The page that it leads to, by its own key.
pub const PAGE: &str = "page";
/// Once the whole link of the page that decodes.
pub const DECODE: &str = "decode";
/// A preset, in the place of settings.
pub const PRESET: &str = "preset";
/// The era, whose defaults the settings differ from.
pub const ERA: &str = "era";
/// The settings of a run beside it: a link in the link.
pub const TWIN: &str = "twin";
/// Whether only lines that differ are shown.
pub const ONLY: &str = "only";
/// Whether there is what would fix the run, or break it.
pub const FIX: &str = "fix";
/// What repairs are to leave as it is.
pub const KEEP: &str = "keep";
/// A change that was made of a repair.
pub const MADE: &str = "made";
/// What was picked on the page that finds causes.
pub const SEEN: &str = "seen";
/// What was looked up there.
pub const FOUND: &str = "found";
/// What the rows of the table of outcomes differ in.
pub const ROWS: &str = "rows";
/// What its columns differ in.
pub const COLUMNS: &str = "columns";
/// The cell of it that is looked at.
pub const CELL: &str = "cell";
/// The step, as people count it.
pub const AT: &str = "at";
/// The first step at which something fails, in its place.
pub const FAILURE: &str = "failure";
/// The event, as links had it before they had the step.
pub const STEP: &str = "step";
/// Whether what comes is hidden until somebody has predicted it.
pub const PREDICT: &str = "predict";
/// The side of the inspector, where it is not the first.
pub const TAB: &str = "tab";
/// The field among the bytes that it points at.
pub const FIELD: &str = "field";
/// Whether the domain controller has a lifeline.
pub const CONTROLLER: &str = "dc";
/// How the run is shown.
pub const VIEW: &str = "view";
/// As it is with nobody in between.
pub const ORIGINAL: &str = "original";
/// A change on the way.
pub const EDIT: &str = "edit";
/// How many of them stay out of the link.
pub const WITHHELD: &str = "withheld";
/// Whether the wrong password was typed, in a link that holds none.
pub const TYPED: &str = "typed";
/// What stands for a wrong password there.
pub const WRONG: &str = "wrong";
