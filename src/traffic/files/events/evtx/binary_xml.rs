//! Binary XML (`[MS-EVEN6]` 2.2.12): tokens that are the parts of a text of XML. What many events have in common is a template, of
//! which an event gives the values alone.

use super::value::{TemplateValue, ValueType};
use crate::wire::ByteOrder;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

const LITTLE: ByteOrder = ByteOrder::Little;

/// So deep elements and templates may stand within each other.
const DEEPEST: usize = 32;
/// Set in a token of an element that has attributes, and of what others of its kind follow.
const MORE: u8 = 0x40;
/// So much of a chunk is read and written at most, in bytes and parts: a real one stays far below, but templates can stand within
/// each other and repeat values.
const MOST: usize = 4 << 20;
/// In place of the number of a value, of an element that stands whatever the values are.
const ALWAYS: u16 = 0xffff;

/// A part of a text of XML.
#[derive(Debug)]
pub enum Node {
    /// An element, with its attributes and what stands in it.
    Element(XmlElement),
    /// Text, not escaped.
    Text(String),
    /// What the value of that number says. An attribute of an optional one is left out where it says nothing.
    Substitution { number: usize, optional: bool },
    /// A template with its values.
    Instance {
        template: Template,
        values: Vec<TemplateValue>,
    },
}

/// What events have in common.
#[derive(Clone, Debug)]
pub struct Template {
    pub nodes: Rc<[Node]>,
    /// How deep other templates stand within each other in it, with itself.
    depth: usize,
}

/// An element, whose attributes and content may be values of a template.
#[derive(Debug)]
pub struct XmlElement {
    pub name: Rc<str>,
    pub attributes: Vec<(Rc<str>, Vec<Node>)>,
    pub children: Vec<Node>,
    /// The value without which it is left out.
    pub depends_on: Option<usize>,
}

/// A chunk, in which names and templates stand where they are first used.
pub struct Chunk<'a> {
    bytes: &'a [u8],
    /// By where they stand; nothing for what is no template, or not read to its end.
    templates: HashMap<usize, Option<Template>>,
    /// How much is left of `MOST`.
    left: usize,
}

/// Where it is read, and how deep that is.
struct Cursor {
    at: usize,
    end: usize,
    depth: usize,
    /// How deep templates stand within each other in what was read.
    templates: usize,
    /// Directly within a value elements do not say on which value they depend.
    in_value: bool,
}

impl Cursor {
    fn over(range: Range<usize>) -> Self {
        Self {
            at: range.start,
            end: range.end,
            depth: 0,
            templates: 0,
            in_value: false,
        }
    }
}

impl<'a> Chunk<'a> {
    /// The bytes of a chunk, from its signature on.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            templates: HashMap::new(),
            left: MOST,
        }
    }

    /// The bytes of a value; `None` where they are not there, or too much was read.
    pub fn bytes(&mut self, range: Range<usize>) -> Option<&'a [u8]> {
        self.spend(range.len())?;
        self.bytes.get(range)
    }

    /// Counts so much work; `None` where it is too much.
    pub fn spend(&mut self, work: usize) -> Option<()> {
        self.left = self.left.checked_sub(work)?;
        Some(())
    }

    /// What these bytes of the chunk say; `None` where they are no binary XML.
    pub fn fragment(&mut self, range: Range<usize>) -> Option<Vec<Node>> {
        self.nodes(&mut Cursor::over(range))
    }

    /// The same, of a value.
    pub fn fragment_of_value(&mut self, range: Range<usize>) -> Option<Vec<Node>> {
        self.nodes(&mut Cursor {
            in_value: true,
            ..Cursor::over(range)
        })
    }

    /// What stands there up to the end of the element or of the fragment.
    fn nodes(&mut self, cursor: &mut Cursor) -> Option<Vec<Node>> {
        let mut nodes = Vec::new();
        while cursor.at < cursor.end {
            self.spend(1)?;
            let token = self.u8(cursor)?;
            match token & !MORE {
                // The end of the fragment, or of the element.
                0x00 | 0x04 => break,
                // The next attribute.
                0x06 => {
                    cursor.at -= 1;
                    break;
                }
                0x01 => nodes.push(self.element(token & MORE != 0, cursor)?),
                // A value's type; there are only texts.
                0x05 => {
                    self.u8(cursor)?;
                    nodes.push(Node::Text(self.counted_text(cursor)?));
                }
                0x07 => nodes.push(Node::Text(self.counted_text(cursor)?)),
                0x08 => {
                    let character = char::from_u32(self.u16(cursor)?.into());
                    nodes.push(Node::Text(character.map(String::from)?));
                }
                0x09 => nodes.push(Node::Text(entity(&self.name(cursor)?).to_owned())),
                // The target of an instruction, and its text.
                0x0a => {
                    self.name(cursor)?;
                }
                0x0b => {
                    self.counted_text(cursor)?;
                }
                0x0c => nodes.push(self.instance(cursor)?),
                0x0d | 0x0e => {
                    let number = self.u16(cursor)?.into();
                    self.u8(cursor)?;
                    let optional = token & !MORE == 0x0e;
                    nodes.push(Node::Substitution { number, optional });
                }
                // The version, and flags.
                0x0f => cursor.at += 3,
                _ => return None,
            }
        }
        Some(nodes)
    }

    fn element(&mut self, has_attributes: bool, cursor: &mut Cursor) -> Option<Node> {
        cursor.depth += 1;
        if cursor.depth > DEEPEST {
            return None;
        }
        let depends_on = match cursor.in_value {
            true => ALWAYS,
            false => self.u16(cursor)?,
        };
        self.u32(cursor)?;
        let name = self.name(cursor)?;
        let mut attributes = Vec::new();
        if has_attributes {
            let length = self.u32(cursor)? as usize;
            let end = cursor.at.saturating_add(length).min(cursor.end);
            while cursor.at < end {
                if self.u8(cursor)? & !MORE != 0x06 {
                    return None;
                }
                let name = self.name(cursor)?;
                let mut value = Cursor { end, ..*cursor };
                attributes.push((name, self.nodes(&mut value)?));
                cursor.at = value.at;
                cursor.templates = value.templates;
            }
        }
        let children = match self.u8(cursor)? {
            0x02 => self.nodes(cursor)?,
            0x03 => Vec::new(),
            _ => return None,
        };
        cursor.depth -= 1;
        let depends_on = (depends_on != ALWAYS).then_some(depends_on.into());
        Some(Node::Element(XmlElement {
            name,
            attributes,
            children,
            depends_on,
        }))
    }

    fn instance(&mut self, cursor: &mut Cursor) -> Option<Node> {
        // A version, and the number of the template.
        cursor.at += 5;
        let template = self.u32(cursor)? as usize;
        let size = LITTLE.u32(self.bytes, template.checked_add(20)?)? as usize;
        let body = template + 24..template.checked_add(24)?.checked_add(size)?;
        if template == cursor.at {
            cursor.at = body.end;
        }
        let template = self.template(template, body, cursor.depth + 1)?;
        cursor.templates = cursor.templates.max(template.depth);
        let count = self.u32(cursor)? as usize;
        let mut at = cursor.at.checked_add(count.checked_mul(4)?)?;
        let kinds = self.bytes(cursor.at..at)?;
        let mut values = Vec::new();
        for &[low, high, kind, _] in kinds.as_chunks().0 {
            let end = at + usize::from(u16::from_le_bytes([low, high]));
            values.push(TemplateValue {
                kind: ValueType(kind),
                range: at..end,
            });
            at = end;
        }
        cursor.at = at;
        Some(Node::Instance { template, values })
    }

    fn template(&mut self, at: usize, body: Range<usize>, depth: usize) -> Option<Template> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(known) = self.templates.get(&at) {
            return known.clone();
        }
        // One within itself is none.
        self.templates.insert(at, None);
        let mut cursor = Cursor {
            depth,
            ..Cursor::over(body)
        };
        let nodes = self.nodes(&mut cursor)?;
        let template = Template {
            nodes: nodes.into(),
            depth: cursor.templates + 1,
        };
        // One that was read before may stand in another, and that in the next: each is written within the one around it.
        if template.depth > DEEPEST {
            return None;
        }
        self.templates.insert(at, Some(template.clone()));
        Some(template)
    }

    /// A name, which stands here or was used before.
    fn name(&mut self, cursor: &mut Cursor) -> Option<Rc<str>> {
        let name = self.u32(cursor)? as usize;
        // Before it stand where the next one is, and a hash of it; behind it a zero.
        let length = usize::from(LITTLE.u16(self.bytes, name.checked_add(6)?)?);
        let text = name + 8..name + 8 + 2 * length;
        if name == cursor.at {
            cursor.at = text.end + 2;
        }
        Some(utf16(self.bytes(text)?).into())
    }

    fn counted_text(&mut self, cursor: &mut Cursor) -> Option<String> {
        let length = usize::from(self.u16(cursor)?);
        let begin = cursor.at;
        cursor.at += 2 * length;
        Some(utf16(self.bytes(begin..cursor.at)?))
    }

    fn u8(&self, cursor: &mut Cursor) -> Option<u8> {
        cursor.at += 1;
        self.bytes.get(cursor.at - 1).copied()
    }

    fn u16(&self, cursor: &mut Cursor) -> Option<u16> {
        cursor.at += 2;
        LITTLE.u16(self.bytes, cursor.at - 2)
    }

    fn u32(&self, cursor: &mut Cursor) -> Option<u32> {
        cursor.at += 4;
        LITTLE.u32(self.bytes, cursor.at - 4)
    }
}

/// Text of units of 16 bits, little-endian; a half of one and what is no character becomes U+FFFD.
pub fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .as_chunks()
        .0
        .iter()
        .copied()
        .map(u16::from_le_bytes)
        .collect();
    String::from_utf16_lossy(&units)
}

fn entity(name: &str) -> &'static str {
    match name {
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "amp" => "&",
        _ => "\u{fffd}",
    }
}
