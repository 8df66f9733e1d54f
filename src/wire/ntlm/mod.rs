//! [MS-NLMP] messages.
