//! The page's state, its actions, one reducer.
