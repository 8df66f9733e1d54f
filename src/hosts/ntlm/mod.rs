//! The NTLM security package: one type per state, consumed on transition (`[MS-NLMP]` 3.1, 3.2).

mod client;
mod server;

pub use client::{Answered, AwaitChallenge, Caller, ClientError, start};
pub use server::{
    Authenticated, AwaitAuthenticate, AwaitValidation, Received, ServerError, accept,
};
