//! Our fields of a token, with what is inside it, at the places where tshark sees them: from the token's start.

use double_hop::wire::{Field, Layer, Layout, Value, to_base64, token};

/// One of our fields, group or leaf.
#[derive(Clone, Debug)]
pub struct Ours {
    pub name: String,
    pub start: usize,
    pub end: usize,
    pub value: Value,
    pub leaf: bool,
}

/// A token as tshark is to see it.
#[derive(Clone, Debug)]
pub struct Token {
    pub kinds: Vec<&'static str>,
    pub bytes: Vec<u8>,
    pub fields: Vec<Ours>,
}

impl Token {
    pub fn of(bytes: &[u8]) -> Self {
        let mut token = Self::of_layers(&token(bytes));
        token.bytes = bytes.to_vec();
        token
    }

    /// Of a whole message, with its bytes as far as the first layer has them.
    pub fn of_layers(layers: &[Layer]) -> Self {
        let bytes = layers.first().map_or(&[][..], |layer| &layer.bytes);
        let mut fields = Vec::new();
        let mut start = 0;
        for layer in layers {
            let fresh = fields.len();
            layer
                .layout
                .fields
                .iter()
                .for_each(|field| add(field, start, &mut fields));
            // The next one is in here.
            if let Some(field) = fields[fresh..].iter().find(|field| field.is_token()) {
                start = field.start;
            }
        }
        Self {
            kinds: layers.iter().map(|it| it.kind().name()).collect(),
            bytes: bytes.to_vec(),
            fields,
        }
    }

    /// Of what was sealed in a message.
    pub fn of_layout(kind: &'static str, bytes: &[u8], layout: &Layout) -> Self {
        let mut fields = Vec::new();
        layout
            .fields
            .iter()
            .for_each(|field| add(field, 0, &mut fields));
        Self {
            kinds: vec![kind],
            bytes: bytes.to_vec(),
            fields,
        }
    }

    /// Whether this field is the token of a mechanism, whose fields we have too.
    pub fn holds_another(&self, field: &Ours) -> bool {
        self.kinds.len() > 1 && field.is_token()
    }

    /// Whether this field is in a group of that name.
    pub fn within(&self, group: &str, field: &Ours) -> bool {
        let around = |ours: &Ours| ours.start <= field.start && field.end <= ours.end;
        self.fields
            .iter()
            .any(|ours| ours.name == group && around(ours))
    }

    /// Places it at an offset.
    pub fn shift(&mut self, offset: usize) {
        for field in &mut self.fields {
            field.start += offset;
            field.end += offset;
        }
    }

    /// Where its last field ends.
    pub fn end(&self) -> usize {
        self.fields.iter().map(|field| field.end).max().unwrap_or(0)
    }

    /// Fields that have one of these names, inside this stretch.
    pub fn named(&self, names: &[&str], start: usize, end: usize) -> Vec<&Ours> {
        let here = |field: &&Ours| {
            names.contains(&&*field.name) && start <= field.start && field.end <= end
        };
        self.fields.iter().filter(here).collect()
    }

    /// In a request of the client, or in a response of the server.
    pub fn http(&self, by_client: bool) -> Vec<u8> {
        let token = to_base64(&self.bytes);
        let text = if by_client {
            format!("GET / HTTP/1.1\r\nHost: web-01\r\nAuthorization: Negotiate {token}\r\n\r\n")
        } else {
            format!(
                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Negotiate {token}\r\n\
                 Content-Length: 0\r\n\r\n"
            )
        };
        text.into_bytes()
    }
}

impl Ours {
    fn is_token(&self) -> bool {
        let sspi = ["SSPI", "SSPIBuffer", "SSPIData"].contains(&&*self.name);
        sspi && self.leaf || ["mechToken", "responseToken"].contains(&&*self.name)
    }
}

fn add(field: &Field, start: usize, fields: &mut Vec<Ours>) {
    fields.push(Ours {
        name: field.name.to_string(),
        start: start + field.range.start,
        end: start + field.range.end,
        value: field.value.clone(),
        leaf: field.children.is_empty(),
    });
    field
        .children
        .iter()
        .for_each(|child| add(child, start, fields));
}
