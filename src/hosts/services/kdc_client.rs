//! Questions for KDCs, each on a connection of its own, as Windows asks them since Vista (`[MS-KILE]` 2.1).

use crate::hosts::security::{InitiateError, Initiated, KdcAsker, KdcInquiry};
use crate::hosts::{ConnectionId, Context};
use std::collections::HashMap;

/// The longest answer that is read, in bytes. The largest tickets have 64 KB.
const LONGEST: usize = 0x4_0000;

/// Questions under way, and who waits for each.
pub struct KdcInquiries<T>(HashMap<ConnectionId, UnderWay<T>>);

struct UnderWay<T> {
    inbox: KdcInbox,
    asker: Box<dyn KdcAsker>,
    waiting: T,
}

impl<T> Default for KdcInquiries<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> KdcInquiries<T> {
    /// Asks the KDC over a connection of its own; `waiting` is handed out with the answer.
    pub fn ask(&mut self, inquiry: KdcInquiry, waiting: T, context: &mut Context<'_>) {
        let connection = context.out.open(&inquiry.kdc);
        context.out.send(connection, framed(&inquiry.request));
        let under_way = UnderWay {
            inbox: KdcInbox::default(),
            asker: inquiry.asker,
            waiting,
        };
        self.0.insert(connection, under_way);
    }

    /// Whether nobody waits for an answer.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a question went out on that connection.
    pub fn contains(&self, connection: ConnectionId) -> bool {
        self.0.contains_key(&connection)
    }

    /// Takes bytes of an answer, or the end of the connection. What comes of a whole answer is handed out, unless it is
    /// another question: that is asked.
    pub fn take(
        &mut self,
        connection: ConnectionId,
        bytes: Option<&[u8]>,
        context: &mut Context<'_>,
    ) -> Option<(T, Result<Initiated, InitiateError>)> {
        let mut under_way = self.0.remove(&connection)?;
        let answer = match bytes {
            None => None,
            Some(bytes) => match under_way.inbox.push(bytes) {
                Ok(None) => {
                    self.0.insert(connection, under_way);
                    return None;
                }
                Ok(Some(message)) => {
                    context.out.close(connection);
                    Some(message)
                }
                Err(ReplyTooLong) => {
                    context.out.close(connection);
                    None
                }
            },
        };
        let UnderWay { asker, waiting, .. } = under_way;
        match asker.answered(answer.as_deref(), context) {
            Ok(Initiated::Asks(inquiry)) => {
                self.ask(inquiry, waiting, context);
                None
            }
            result => Some((waiting, result)),
        }
    }
}

/// A message with its length before it, four bytes, big-endian (RFC 4120 7.2.2).
pub fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes(), message].concat()
}

/// Collects bytes until a message is whole.
#[derive(Debug, Default)]
pub struct KdcInbox {
    bytes: Vec<u8>,
    /// How many of them belong to messages that were handed out.
    taken: usize,
}

/// The length says more than is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyTooLong;

impl KdcInbox {
    /// Takes bytes; the message once it is whole. What comes behind it stays.
    ///
    /// # Errors
    /// Where the message is longer than is read.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Option<Vec<u8>>, ReplyTooLong> {
        self.bytes.extend_from_slice(bytes);
        let left = self.bytes.get(self.taken..).unwrap_or_default();
        let Some((length, rest)) = left.split_first_chunk::<4>() else {
            return Ok(self.wait());
        };
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        if length > LONGEST {
            return Err(ReplyTooLong);
        }
        let Some(message) = rest.get(..length) else {
            return Ok(self.wait());
        };
        let message = message.to_vec();
        self.taken += length + 4;
        Ok(Some(message))
    }

    /// More must come first: what was handed out makes room for it.
    fn wait(&mut self) -> Option<Vec<u8>> {
        self.bytes.drain(..self.taken);
        self.taken = 0;
        None
    }
}
