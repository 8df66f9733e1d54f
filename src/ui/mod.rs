//! The page: the only Yew code.
