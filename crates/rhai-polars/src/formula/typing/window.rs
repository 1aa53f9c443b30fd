//! Counts, sums and ranks over the rows that share a key.

use crate::formula::error::FormulaResult;
use crate::formula::graph::{NodeId, Op, Window};
use crate::formula::graph_builder::GraphBuilder;
use crate::formula::types::Type;

impl GraphBuilder<'_> {
    /// A window by these keys; `name` is what the source calls it.
    pub(in crate::formula) fn window(
        &mut self,
        how: Window,
        name: &str,
        value: Option<NodeId>,
        keys: Vec<NodeId>,
    ) -> FormulaResult<NodeId> {
        if let Some(key) = keys.iter().find(|key| self.type_of(**key).is_list()) {
            let message = format!("rows cannot be grouped by {}", self.type_of(*key));
            let help = "name a column of texts, numbers or dates, such as `\"company\"`";
            return Err(self.mismatch(message, help));
        }
        // What is measured of several rows is of one kind.
        let value = value.map(|value| match self.type_of(value) {
            Type::Number => self.decimal(value),
            _ => value,
        });
        let of_type = value.map_or(Type::Int, |value| self.type_of(value));
        if !can_measure(how, of_type) {
            let message = format!("`{name}` cannot measure {of_type}");
            let help =
                format!("name a column of numbers, as in `i.{name}(\"age_days\", \"account\")`");
            return Err(self.mismatch(message, help));
        }
        let value = match how {
            Window::Mean => value.map(|value| self.decimal(value)),
            _ => value,
        };
        let of_type = match how {
            Window::Count | Window::Rank { .. } => Type::Int,
            Window::Sum | Window::Min | Window::Max => of_type,
            Window::Mean => Type::Float,
        };
        Ok(self.add(Op::Window(how, value, keys), of_type))
    }
}

/// Whether a window can measure values of this type.
pub(in crate::formula) fn can_measure(how: Window, of_type: Type) -> bool {
    match how {
        Window::Count => true,
        Window::Sum | Window::Mean => of_type.is_number(),
        Window::Min | Window::Max | Window::Rank { .. } => {
            of_type.is_number() || matches!(of_type, Type::Date | Type::Instant)
        }
    }
}
