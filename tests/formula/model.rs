//! What is documented of formulas, in the plainest way: a value is known or not; whatever asks an
//! unknown one is unknown, but `&&`, `||`, `??` and `== ()`. A division by zero and a whole number
//! beyond 64 bits are unknown. The meaning of each construct is in [`crate::forms`].

use crate::forms::statement::VARIABLES;
use crate::forms::{Form, Means};
use crate::node::Node;
use crate::value::Value;
use rhai::Map;
use rhai_polars::formula::graph::Comparison;
use rhai_polars::formula::lower::compare;
use std::collections::{BTreeMap, BTreeSet};

/// How a statement ends.
pub(crate) enum Flow {
    Next,
    Return(Option<Value>),
}

/// One row, and what is not told of it.
pub(crate) struct Model {
    row: Map,
    variables: BTreeMap<&'static str, Option<Value>>,
    /// The variables that are still what they began with, the same in every row.
    constant: BTreeSet<&'static str>,
    /// Rhai met what it has no answer to.
    pub(crate) differs: bool,
    /// An unknown condition leaves the same on either side: the result may be known all the same.
    pub(crate) open: bool,
}

impl Model {
    pub(crate) fn new(row: Map) -> Self {
        Self {
            row,
            variables: BTreeMap::new(),
            constant: BTreeSet::from(["nothing"]),
            differs: false,
            open: false,
        }
    }

    /// A result that Rhai has only if it is known.
    pub(crate) fn only_here(&mut self, value: Option<Value>) -> Option<Value> {
        self.differs |= value.is_none();
        value
    }

    /// The value of a part without which Rhai cannot go on.
    pub(crate) fn asked(&mut self, node: &Node) -> Option<Value> {
        let value = self.value(node);
        self.only_here(value)
    }

    pub(crate) fn truth(&mut self, node: &Node) -> Option<bool> {
        match self.asked(node) {
            Some(Value::Bool(truth)) => Some(truth),
            _ => None,
        }
    }

    pub(crate) fn value(&mut self, node: &Node) -> Option<Value> {
        match node {
            Node::Literal(_, value) => Some(value.clone()),
            Node::Name(_, name) => self.named(name),
            Node::Made(form, parts) => match form.means {
                Means::Of(means) => self.strict(means, parts),
                Means::Lazy(means) => means(self, parts),
                Means::Does(_) => None,
            },
        }
    }

    fn strict(&mut self, means: fn(&[Value]) -> Option<Value>, parts: &[Node]) -> Option<Value> {
        let values: Vec<Option<Value>> = parts.iter().map(|part| self.value(part)).collect();
        let known: Option<Vec<Value>> = values.into_iter().collect();
        let known = self.only_here_all(known)?;
        self.only_here(means(&known))
    }

    fn only_here_all(&mut self, values: Option<Vec<Value>>) -> Option<Vec<Value>> {
        self.differs |= values.is_none();
        values
    }

    /// Whether a part may differ from row to row.
    pub(crate) fn varies(&self, node: &Node) -> bool {
        self.varies_beside(node, "")
    }

    /// The same, where a variable counts as constant.
    pub(crate) fn varies_beside(&self, node: &Node, own_name: &str) -> bool {
        match node {
            Node::Literal(..) => false,
            Node::Name(_, name) => name != own_name && !self.constant.contains(name.as_str()),
            // Nothing is in no list, whatever it is.
            Node::Made(form, _) if form.name == "in []" => false,
            // A branch that is never taken has no say.
            Node::Made(form, parts) if form.is_choice() && parts[0].is_true() => {
                self.varies_beside(&parts[1], own_name)
            }
            Node::Made(form, parts) => {
                form.text.contains("r.")
                    || parts.iter().any(|part| self.varies_beside(part, own_name))
            }
        }
    }

    /// A column, as `r.name`, or a variable.
    pub(crate) fn named(&self, name: &str) -> Option<Value> {
        match name.strip_prefix("r.") {
            Some(column) => Value::read(&self.row[column]),
            None => self.variables.get(name).cloned().flatten(),
        }
    }

    pub(crate) fn window(&mut self, source: &str) -> Option<Value> {
        Value::read(&self.row[source])
    }

    /// Either side decides alone; Rhai does not get to the second where the first does.
    pub(crate) fn logic(&mut self, deciding: bool, sides: &[Node]) -> Option<Value> {
        let first = self.truth(&sides[0]);
        if first == Some(deciding) {
            return Some(Value::Bool(deciding));
        }
        match (first, self.truth(&sides[1])) {
            (_, Some(second)) if second == deciding => Some(Value::Bool(deciding)),
            (Some(_), Some(_)) => Some(Value::Bool(!deciding)),
            _ => None,
        }
    }

    /// A `switch`: two literals, the second with a guard, then two ranges, the second with a guard,
    /// then the default.
    pub(crate) fn switched(
        &mut self,
        subject: Option<Value>,
        parts: &[Node],
        default: &Node,
        ranges: &[Node],
    ) -> Option<Value> {
        let subject = subject?;
        if self.value(&parts[1]).as_ref() == Some(&subject) {
            return self.value(&parts[2]);
        }
        if self.value(&parts[3]).as_ref() == Some(&subject) && self.truth(&parts[4])? {
            return self.value(&parts[5]);
        }
        if let [small, guard, large] = ranges {
            if (-3..3).contains(&subject.int()) {
                return self.value(small);
            }
            if (50..=1000).contains(&subject.int()) && self.truth(guard)? {
                return self.value(large);
            }
        }
        self.value(default)
    }

    /// What a closure answers to an element.
    pub(crate) fn about(&mut self, element: Option<&Value>, asked: &Node) -> Option<Value> {
        let before = self.variables.insert("x", element.cloned());
        let answer = self.value(asked);
        self.variables.insert("x", before.flatten());
        answer
    }

    /// Whether a closure holds for any or for all of these.
    pub(crate) fn each(
        &mut self,
        list: &[Option<Value>],
        any: bool,
        asked: &Node,
    ) -> Option<Value> {
        let mut unknown = false;
        for element in list {
            let answer = self.about(element.as_ref(), asked);
            match self.only_here(answer) {
                Some(Value::Bool(answer)) if answer == any => return Some(Value::Bool(any)),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(Value::Bool(!any))
    }
}

/// Statements.
impl Model {
    pub(crate) fn body(&mut self, parts: &[Node]) -> Option<Value> {
        for (name, start) in VARIABLES.iter().copied().zip(parts) {
            if !self.varies(start) {
                self.constant.insert(name);
            }
            let start = self.value(start);
            self.variables.insert(name, start);
        }
        match self.run(&parts[4]) {
            Flow::Return(value) => value,
            Flow::Next => self.value(&parts[5]),
        }
    }

    pub(crate) fn run(&mut self, statement: &Node) -> Flow {
        match statement {
            Node::Made(Form { means: Means::Does(means), .. }, parts) => means(self, parts),
            _ => Flow::Next,
        }
    }

    /// `name op= part`.
    pub(crate) fn assign(
        &mut self,
        name: &'static str,
        part: &Node,
        of: fn(&Value, &Value) -> Option<Value>,
    ) -> Flow {
        self.constant.remove(name);
        let (old, new) = (self.named(name), self.value(part));
        let value = old.zip(new).and_then(|(old, new)| of(&old, &new));
        let value = self.only_here(value);
        self.variables.insert(name, value);
        Flow::Next
    }

    /// `name = part`.
    pub(crate) fn replace(&mut self, name: &'static str, part: &Node) -> Flow {
        self.constant.remove(name);
        let value = self.value(part);
        self.variables.insert(name, value);
        Flow::Next
    }

    /// The first branch where this holds, the second, if there is one, where it does not.
    pub(crate) fn branch(&mut self, condition: &Node, branches: &[&Node]) -> Flow {
        let taken = self.truth(condition);
        self.branched(taken, branches)
    }

    /// The first branch where the condition holds, the second, if there is one, where it does not.
    pub(crate) fn branched(&mut self, taken: Option<bool>, branches: &[&Node]) -> Flow {
        match taken {
            Some(true) => self.run(branches[0]),
            Some(false) => branches.get(1).map_or(Flow::Next, |branch| self.run(branch)),
            None => self.undecided(branches),
        }
    }

    /// What an unknown condition leaves: a variable that a branch assigns is unknown, and so is
    /// the result where a branch returns.
    fn undecided(&mut self, branches: &[&Node]) -> Flow {
        self.differs = true;
        let before = self.variables.clone();
        let mut ends = vec![];
        let mut returned = false;
        for branch in branches {
            returned |= matches!(self.run(branch), Flow::Return(_));
            ends.push(std::mem::replace(&mut self.variables, before.clone()));
        }
        if branches.len() == 1 {
            ends.push(before.clone());
        }
        if branches.iter().any(|branch| branch.any(|form| form.name.starts_with("return"))) {
            self.open |= !returned;
            return Flow::Return(None);
        }
        for branch in branches {
            branch.each(&mut |form| {
                let Some(name) = form.assigns else { return };
                let same = ends[0].get(name) == ends[1].get(name);
                self.open |= same && ends[0].get(name).is_some_and(Option::is_some);
                self.variables.insert(name, None);
            });
        }
        Flow::Next
    }

    /// A loop over these; leaves it, or a turn of it, where its first part holds.
    pub(crate) fn repeat(&mut self, items: &[(i64, &str)], breaks: bool, parts: &[Node]) -> Flow {
        let outer = ["k", "v"].map(|name| (name, self.variables.get(name).cloned().flatten()));
        self.constant.extend(["k", "v"]);
        let mut flow = Flow::Next;
        for (number, text) in items {
            self.variables.insert("k", Some(Value::Int(*number)));
            self.variables.insert("v", Some(Value::Text((*text).into())));
            let leaves = self.truth(&parts[0]);
            flow = match leaves {
                Some(true) => Flow::Next,
                Some(false) => self.run(&parts[1]),
                None => self.undecided(&[&parts[1]]),
            };
            if matches!(flow, Flow::Return(_)) || (breaks && leaves != Some(false)) {
                break;
            }
        }
        self.variables.extend(outer);
        flow
    }
}

/// A comparison of two known values.
pub(crate) fn compared(sign: &str, a: &Value, b: &Value) -> bool {
    let order = match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Day(_) | Value::Instant(_), _) => a.instant().cmp(&b.instant()),
        _ => {
            let how = match sign {
                "==" => Comparison::Equal,
                "!=" => Comparison::NotEqual,
                "<" => Comparison::Less,
                "<=" => Comparison::LessOrEqual,
                ">" => Comparison::Greater,
                _ => Comparison::GreaterOrEqual,
            };
            return compare::rhai_compare(how, a.float(), b.float());
        }
    };
    match sign {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    }
}
