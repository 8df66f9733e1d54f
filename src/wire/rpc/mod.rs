//! [MS-RPCE] connection-oriented PDUs.
