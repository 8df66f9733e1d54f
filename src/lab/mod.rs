//! Scenario → run → Log.
