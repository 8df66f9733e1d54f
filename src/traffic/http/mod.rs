//! What heads of HTTP say of a sign-in, wherever they stand: in a capture, or in the file of a browser or a proxy.

mod credential;
mod head;
mod url;

pub use credential::{challenges, credential, method, stripped};
pub use head::{LenientHead, header};
pub use url::{Url, host_and_port};
