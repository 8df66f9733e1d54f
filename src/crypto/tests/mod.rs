//! The worked examples of the specification, and what others got wrong.

use super::*;

mod spec_examples;
mod traps;
