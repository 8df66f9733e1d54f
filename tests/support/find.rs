//! Finding elements: as assistive technology does, by role and name, or by selector.

use super::browser::Browser;
use super::element::Element;
use serde_json::{Value, json};

impl Browser {
    /// The one element of that ARIA role and exactly that name; waits for it to appear.
    pub fn by_role(&self, role: &str, name: &str) -> Element<'_> {
        let mut found = Vec::new();
        self.wait_for(&format!("a {role} named “{name}”"), || {
            found = self.all_by_role(role, Some(name));
            !found.is_empty()
        });
        assert_eq!(found.len(), 1, "there must be one {role} named “{name}”");
        found.swap_remove(0)
    }

    /// Every element of a role, and of a name where one is given, as they are now.
    pub fn all_by_role(&self, role: &str, name: Option<&str>) -> Vec<Element<'_>> {
        let document = self
            .session
            .devtools("DOM.getDocument", &json!({ "depth": 0 }));
        let mut query = json!({ "nodeId": document["root"]["nodeId"], "role": role });
        if let Some(name) = name {
            query["accessibleName"] = name.into();
        }
        let answer = self.session.devtools("Accessibility.queryAXTree", &query);
        // The browser's own accessibility tree names nodes; handed through the page they
        // become elements.
        self.script("window.__found = []");
        for node in answer["nodes"].as_array().into_iter().flatten() {
            if node["ignored"] == true {
                continue;
            }
            let node = json!({ "backendNodeId": node["backendDOMNodeId"] });
            let object = self.session.devtools("DOM.resolveNode", &node);
            let keep = json!({
                "objectId": object["object"]["objectId"],
                "functionDeclaration": "function () { window.__found.push(this) }",
            });
            self.session.devtools("Runtime.callFunctionOn", &keep);
        }
        self.elements(&self.script("return window.__found"))
    }

    /// The one element that a CSS selector finds; waits for it to appear.
    pub fn find(&self, selector: &str) -> Element<'_> {
        let mut found = Vec::new();
        self.wait_for(&format!("`{selector}`"), || {
            found = self.find_all(selector);
            !found.is_empty()
        });
        assert_eq!(found.len(), 1, "there must be one `{selector}`");
        found.swap_remove(0)
    }

    /// Every element that a CSS selector finds now.
    pub fn find_all(&self, selector: &str) -> Vec<Element<'_>> {
        self.locate("css selector", selector)
    }

    /// Every element that an XPath finds now.
    pub fn find_xpath(&self, path: &str) -> Vec<Element<'_>> {
        self.locate("xpath", path)
    }

    /// The elements that a script in the page gives back.
    pub fn script_elements(&self, source: &str, arguments: &[Value]) -> Vec<Element<'_>> {
        self.elements(&self.script_with(source, arguments))
    }

    fn locate(&self, using: &str, value: &str) -> Vec<Element<'_>> {
        let body = json!({ "using": using, "value": value });
        self.elements(&self.session.post("/elements", &body))
    }

    pub(super) fn elements(&self, list: &Value) -> Vec<Element<'_>> {
        let list = list.as_array().into_iter().flatten();
        list.map(|value| Element::new(self, value)).collect()
    }
}
