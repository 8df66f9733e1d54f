//! A token, with enough to decode it when it is looked at.

use super::token_context::TokenContext;
use crate::traffic::bytes::Bytes;
use crate::traffic::text::masked::Mask;
use crate::traffic::text::{ByteEncoding, Place};
use crate::wire::ntlm::MessageType;
use crate::wire::{self, Layer, LayerKind, LayerValue, to_base64};
use std::rc::Rc;

/// A token that was found in a paste, with enough to decode it again.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundToken {
    /// Where it was found first.
    pub place: Place,
    /// Where it was found again, byte for byte.
    pub again: Vec<Place>,
    /// What the text around it says.
    pub context: TokenContext,
    /// How its bytes stand in the text.
    pub encoding: ByteEncoding,
    /// What kind of layer it is.
    pub kind: LayerKind,
    /// Its bytes, decoded from how they were written; a part of what stood there.
    pub bytes: Bytes,
    /// Whether it does not decode to its end.
    pub broken: bool,
    /// What the text puts in the place of its end.
    pub hidden: Option<Mask>,
    /// The number of the token it was found inside.
    pub outer: Option<usize>,
    /// Which of NTLM's messages it is, if it is one.
    pub message: Option<MessageType>,
    /// CHALLENGE and AUTHENTICATE as a line of responses gives them, which says nothing else of them.
    pub made: Option<Rc<[Vec<u8>; 2]>>,
    carrier: Carrier,
}

/// What a token is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carrier {
    /// Bytes that say what they are.
    Bytes,
    /// The user-pass of Basic, decoded from base64.
    Basic,
    /// The text of a challenge of Digest, scheme and all.
    DigestChallenge,
    /// The text of a response of Digest, scheme and all.
    DigestResponse,
    /// A user name and a password of SASL.
    Sasl(wire::sasl::SaslMechanism),
    /// A line of a tool that keeps responses.
    HashLine,
    /// A line of a tool that keeps a ciphertext of Kerberos.
    KerberosLine,
}

impl FoundToken {
    /// What a layer says, found at a place; its bytes are a part of what stood there.
    pub fn new(place: &Place, encoding: ByteEncoding, layer: &Layer, bytes: Bytes) -> Self {
        let (message, carrier) = match &layer.value {
            LayerValue::Ntlm(_) => (MessageType::of(&layer.bytes), Carrier::Bytes),
            LayerValue::Basic(_) => (None, Carrier::Basic),
            LayerValue::DigestChallenge(_) => (None, Carrier::DigestChallenge),
            LayerValue::DigestResponse(_) => (None, Carrier::DigestResponse),
            LayerValue::Sasl(mechanism, _) => (None, Carrier::Sasl(*mechanism)),
            LayerValue::HashLine(_) => (None, Carrier::HashLine),
            LayerValue::KerberosLine(_) => (None, Carrier::KerberosLine),
            _ => (None, Carrier::Bytes),
        };
        let made = match &layer.value {
            LayerValue::HashLine(Some(line)) => Some(Rc::new(line.messages())),
            _ => None,
        };
        Self {
            place: place.clone(),
            again: Vec::new(),
            context: TokenContext::default(),
            encoding,
            kind: layer.kind(),
            message,
            made,
            carrier,
            broken: layer.error.is_some(),
            hidden: None,
            bytes,
            outer: None,
        }
    }

    /// Decodes it again: what it says, and every field with its place in [`Self::bytes`].
    pub fn layer(&self) -> Option<Layer> {
        let layers = match self.carrier {
            Carrier::Basic => wire::credentials(&["Basic ", &to_base64(&self.bytes)].concat()),
            Carrier::DigestChallenge => wire::challenges(&String::from_utf8_lossy(&self.bytes)),
            Carrier::DigestResponse => wire::credentials(&String::from_utf8_lossy(&self.bytes)),
            Carrier::Sasl(mechanism) => vec![wire::sasl(mechanism, &self.bytes)],
            Carrier::HashLine => vec![wire::hash_line(&self.bytes)],
            Carrier::KerberosLine => vec![wire::kerberos_line(&self.bytes)],
            Carrier::Bytes => wire::token(&self.bytes),
        };
        layers.into_iter().next()
    }

    /// Whether a client says the same again and again: two of these may be two attempts.
    pub fn repeats(&self) -> bool {
        match self.message {
            Some(MessageType::Negotiate) => true,
            // An empty NtChallengeResponse answers nothing: its length lies there.
            Some(MessageType::Authenticate) => self.bytes.get(20..22) == Some(&[0, 0]),
            Some(MessageType::Challenge) => false,
            None => matches!(self.carrier, Carrier::Basic | Carrier::Sasl(_)),
        }
    }
}
