//! Binary XML as the text of XML that Event Viewer shows of it.

use super::binary_xml::{Chunk, Node, XmlElement};
use super::value::{TemplateValue, ValueType};

/// So deep values may hold binary XML.
const DEEPEST: usize = 8;

/// The XML of an event of a chunk, and whether that is all of it.
pub fn xml_text(nodes: &[Node], chunk: &mut Chunk<'_>) -> (String, bool) {
    let text = String::new();
    let mut writer = XmlWriter { text, chunk };
    let whole = writer.nodes(nodes, &[], 0).is_some();
    (writer.text, whole)
}

/// Each step of it is `None` where something is not there or the chunk makes too much.
struct XmlWriter<'c, 'a> {
    text: String,
    chunk: &'c mut Chunk<'a>,
}

impl XmlWriter<'_, '_> {
    fn nodes(&mut self, nodes: &[Node], values: &[TemplateValue], depth: usize) -> Option<()> {
        for node in nodes {
            self.chunk.spend(1)?;
            match node {
                Node::Element(element) => self.element(element, values, depth)?,
                Node::Text(text) => self.escaped(text)?,
                Node::Substitution { number, .. } => {
                    let value = values.get(*number)?;
                    if value.kind != ValueType::BINARY_XML {
                        let texts = self.texts(value)?;
                        self.escaped(&texts.join("\n"))?;
                    } else if depth < DEEPEST {
                        self.chunk.spend(value.range.len())?;
                        let inner = self.chunk.fragment_of_value(value.range.clone())?;
                        self.nodes(&inner, &[], depth + 1)?;
                    }
                }
                Node::Instance { template, values } => {
                    self.nodes(&template.nodes, values, depth)?;
                }
            }
        }
        Some(())
    }

    fn element(
        &mut self,
        element: &XmlElement,
        values: &[TemplateValue],
        depth: usize,
    ) -> Option<()> {
        let is_null = |number: usize| {
            values
                .get(number)
                .is_none_or(|it| it.kind == ValueType::NULL)
        };
        if element.depends_on.is_some_and(is_null) {
            return Some(());
        }
        // Of an array each value has an element of its own.
        if let [Node::Substitution { number, .. }] = element.children.as_slice()
            && let Some(value) = values.get(*number)
            && value.kind != ValueType::BINARY_XML
        {
            for text in self.texts(value)? {
                self.start(element, values)?;
                self.escaped(&text)?;
                self.end(element)?;
            }
            return Some(());
        }
        self.start(element, values)?;
        self.nodes(&element.children, values, depth)?;
        self.end(element)
    }

    fn start(&mut self, element: &XmlElement, values: &[TemplateValue]) -> Option<()> {
        self.put(&["<", &element.name])?;
        for (name, nodes) in &element.attributes {
            let absent = |it: &Node| match it {
                Node::Substitution { number, optional } => {
                    let value = values.get(*number);
                    *optional && value.is_none_or(|it| it.kind == ValueType::NULL)
                }
                Node::Element(_) | Node::Text(_) | Node::Instance { .. } => false,
            };
            if !nodes.iter().all(absent) {
                self.put(&[" ", name, "=\""])?;
                // No binary XML within.
                self.nodes(nodes, values, DEEPEST)?;
                self.put(&["\""])?;
            }
        }
        self.put(&[">"])
    }

    fn end(&mut self, element: &XmlElement) -> Option<()> {
        self.put(&["</", &element.name, ">"])
    }

    fn texts(&mut self, value: &TemplateValue) -> Option<Vec<String>> {
        let bytes = self.chunk.bytes(value.range.clone())?;
        Some(value.kind.texts(bytes))
    }

    fn escaped(&mut self, text: &str) -> Option<()> {
        text.split_inclusive(['&', '<', '>', '"'])
            .try_for_each(|part| {
                let mut before = part.chars();
                let reference = match before.next_back()? {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '"' => "&quot;",
                    _ => return self.put(&[part]),
                };
                self.put(&[before.as_str(), reference])
            })
    }

    fn put(&mut self, parts: &[&str]) -> Option<()> {
        for part in parts {
            self.chunk.spend(part.len())?;
            self.text += part;
        }
        Some(())
    }
}
