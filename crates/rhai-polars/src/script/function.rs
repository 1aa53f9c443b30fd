//! What a script can call: one row a function, from which it is registered, documented, completed
//! and suggested. A topic is a table of rows; [`super::TOPICS`] has all of them.
//!
//! Invariant: every function of this program in the engine is a row of a table, and its example is
//! true. Operators, comparisons and how values print are no functions in this sense.

use super::error::ScriptResult;
use super::size_bounds::SizeCheckedFunction;
use rhai::{Dynamic, Engine, FuncRegistration, NativeCallContext, RhaiNativeFunc, Variant};
use std::fmt;

/// What stands before the dot of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Receiver {
    /// An invitation, in a formula.
    Invitation,
    /// A frame.
    Frame,
    /// A frame with the keys to group it by.
    Grouped,
    /// A chart.
    Chart,
    /// A report.
    Report,
    /// A row, in a closure that is called row by row.
    Row,
    /// A column expression.
    Expression,
    /// What lies behind `.str` of an expression.
    Texts,
    /// What lies behind `.dt` of an expression.
    Dates,
    /// What lies behind `.list` of an expression.
    Lists,
    /// A `when` that is not complete.
    When,
    /// A text.
    Text,
    /// A number.
    Number,
    /// A date, with time or without.
    Date,
    /// A list.
    List,
    /// A map.
    Map,
    /// The figures of the limits.
    Limits,
    /// A closure.
    Closure,
    /// A range.
    Range,
    /// Any value.
    Any,
}

impl Receiver {
    /// The word that stands for it in signatures.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invitation => "i",
            Self::Frame => "frame",
            Self::Grouped => "grouped",
            Self::Chart => "chart",
            Self::Report => "report",
            Self::Row => "row",
            Self::Expression => "expression",
            Self::Texts => "expression.str",
            Self::Dates => "expression.dt",
            Self::Lists => "expression.list",
            Self::When => "when",
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::List => "list",
            Self::Map => "map",
            Self::Limits => "limits",
            Self::Closure => "closure",
            Self::Range => "range",
            Self::Any => "value",
        }
    }
}

impl Receiver {
    /// One of its methods that take nothing.
    pub const fn nullary(
        self,
        name: &'static str,
        meaning: &'static str,
        example: &'static str,
        register: fn(&mut Registrar),
    ) -> Function {
        self.method(name, &[], meaning, example, register)
    }

    /// One of its methods.
    pub const fn method(
        self,
        name: &'static str,
        parameters: &'static [&'static str],
        meaning: &'static str,
        example: &'static str,
        register: fn(&mut Registrar),
    ) -> Function {
        Function { receiver: Some(self), name, parameters, meaning, example, register }
    }
}

impl fmt::Display for Receiver {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}

/// A group of functions, for the documentation.
#[derive(Debug)]
pub struct Topic {
    /// What they are about.
    pub name: &'static str,
    /// Them.
    pub functions: &'static [Function],
}

/// One function.
#[derive(Debug)]
pub struct Function {
    /// What it is a method of, if it is one.
    pub receiver: Option<Receiver>,
    /// Its name.
    pub name: &'static str,
    /// Its parameters after the receiver; those in square brackets may be left out.
    pub parameters: &'static [&'static str],
    /// What it does, in a line.
    pub meaning: &'static str,
    /// A script that gives true.
    pub example: &'static str,
    /// Registers each of its forms with [`Registrar::add`].
    pub register: fn(&mut Registrar),
}

impl Function {
    /// How it is written, such as `frame.join(other, on, [how])`.
    pub fn signature(&self) -> String {
        let parameters = self.parameters.join(", ");
        match self.receiver {
            Some(receiver) => format!("{receiver}.{}({parameters})", self.name),
            None => format!("{}({parameters})", self.name),
        }
    }
}

/// One that is no method.
pub const fn function(
    name: &'static str,
    parameters: &'static [&'static str],
    meaning: &'static str,
    example: &'static str,
    register: fn(&mut Registrar),
) -> Function {
    Function { receiver: None, name, parameters, meaning, example, register }
}

/// Puts one function into an engine.
pub struct Registrar<'a> {
    engine: &'a mut Engine,
    function: &'a Function,
}

impl Registrar<'_> {
    /// The name under which it is added.
    pub(super) fn name(&self) -> &'static str {
        self.function.name
    }

    /// Whether it stands behind a dot.
    pub fn is_method(&self) -> bool {
        self.function.receiver.is_some()
    }

    /// Adds a form of it. The first parameters in Rust are the receiver and then, in order, those
    /// of the row, or so many of them as this form has.
    pub fn add<A: 'static, const N: usize, const X: bool, R, const F: bool, FUNC>(
        &mut self,
        function: FUNC,
    ) where
        R: Variant + Clone,
        FUNC: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
    {
        let receiver = self.function.receiver.map(Receiver::word).into_iter();
        let names = receiver.chain(self.function.parameters.iter().copied());
        let names = names.map(|name| name.trim_matches(['[', ']']));
        add(self.engine, self.function.name, self.function.meaning, names, function);
    }

    /// Adds a method of one value that may be a list, and of up to four values, which are one: so
    /// Polars has it in Python.
    pub(super) fn add_variadic<T, R, F>(&mut self, function: F)
    where
        T: Variant + Clone,
        R: Variant + Clone,
        F: Fn(&NativeCallContext, &mut T, &Dynamic) -> ScriptResult<R>
            + Clone
            + Send
            + Sync
            + 'static,
    {
        type Value = Dynamic;
        let (two, three, four) = (function.clone(), function.clone(), function.clone());
        self.add(move |at: NativeCallContext, receiver: &mut T, a: Value| {
            function(&at, receiver, &a)
        });
        self.add(move |at: NativeCallContext, receiver: &mut T, a: Value, b: Value| {
            two(&at, receiver, &vec![a, b].into())
        });
        self.add(move |at: NativeCallContext, receiver: &mut T, a: Value, b: Value, c: Value| {
            three(&at, receiver, &vec![a, b, c].into())
        });
        self.add(
            move |at: NativeCallContext,
                  receiver: &mut T,
                  a: Value,
                  b: Value,
                  c: Value,
                  d: Value| { four(&at, receiver, &vec![a, b, c, d].into()) },
        );
    }
}

/// Adds a form of a function to an engine; `names` are those of its parameters in order, or more.
pub fn add<'a, A: 'static, const N: usize, const X: bool, R, const F: bool, FUNC>(
    engine: &mut Engine,
    name: &str,
    meaning: &str,
    names: impl Iterator<Item = &'a str>,
    function: FUNC,
) where
    R: Variant + Clone,
    FUNC: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
{
    // Further ones that a form has are without a name.
    let names = names.chain(std::iter::repeat("_"));
    let parameters = names
        .zip(FUNC::param_names())
        .map(|(name, type_name)| format!("{name}: {}", plain(type_name)));
    let result = result_type(FUNC::return_type_name()).to_owned();
    let info: Vec<String> = parameters.chain([result]).collect();
    FuncRegistration::new(name)
        .with_params_info(info)
        .with_comments([format!("/// {meaning}")])
        .register_into_engine(engine, SizeCheckedFunction { name: name.into(), function });
}

/// Adds an operator to an engine.
pub(super) fn operator<A: 'static, const N: usize, const X: bool, R, const F: bool, FUNC>(
    engine: &mut Engine,
    sign: &str,
    function: FUNC,
) where
    R: Variant + Clone,
    FUNC: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
{
    engine.register_fn(sign, SizeCheckedFunction { name: sign.into(), function });
}

/// A Rust type's name, by which Rhai knows what scripts call it.
fn plain(type_name: &str) -> &str {
    type_name.trim_start_matches("&mut ")
}

/// What a function gives when all is well, from the name of the type that it returns.
pub(super) fn result_type(returned: &str) -> &str {
    let result = returned.strip_prefix("core::result::Result<");
    let held = result.and_then(|result| result.rsplit_once(", alloc::boxed::Box<"));
    held.map_or(returned, |(held, _)| held)
}

/// Registers all functions of these topics.
pub(super) fn register(engine: &mut Engine, topics: &[Topic]) {
    for function in topics.iter().flat_map(|topic| topic.functions) {
        (function.register)(&mut Registrar { engine, function });
    }
}
