//! What Rhai says in words only: its errors name functions, properties and types within a text.
//!
//! Invariant: no other file takes a text of Rhai's apart, and the tests pin the texts of the Rhai
//! that this is built with.

/// A call for which there is no function.
pub(super) struct UnresolvedCall<'a> {
    pub(super) name: &'a str,
    /// Rhai's names of the arguments' types.
    pub(super) types: Vec<String>,
}

impl<'a> UnresolvedCall<'a> {
    pub(super) fn read(signature: &'a str) -> Self {
        let (name, types) = signature.split_once(" (").unwrap_or((signature, ""));
        let types = types.strip_suffix(')').unwrap_or(types);
        let types = types.replace("&str | ImmutableString | String", "string");
        let types = types.split(", ").filter(|type_name| !type_name.is_empty());
        Self { name, types: types.map(String::from).collect() }
    }
}

/// A property that there is not, or that cannot be written.
pub(super) struct UnresolvedProperty<'a> {
    pub(super) name: &'a str,
    /// Rhai's name of the type of what was asked.
    pub(super) receiver_type: &'a str,
    pub(super) is_written: bool,
}

impl<'a> UnresolvedProperty<'a> {
    pub(super) fn read(rhai_message: &'a str) -> Option<Self> {
        let mut quoted = quoted(rhai_message);
        let (name, receiver_type) = (quoted.next()?, quoted.next()?);
        Some(Self { name, receiver_type, is_written: rhai_message.starts_with("No writable") })
    }
}

/// The method that runs while its own value is asked.
pub(super) fn running_method(rhai_message: &str) -> Option<&str> {
    quoted(rhai_message).next()
}

/// Whether what the parser lacks belongs to the arguments of a call.
pub(super) fn is_of_call(lacking: &str) -> bool {
    lacking.contains("function call")
}

/// Whether what the parser lacks is a value that is written out.
pub(super) fn is_literal(lacking: &str) -> bool {
    lacking.contains("literal")
}

fn quoted(rhai_message: &str) -> impl Iterator<Item = &str> {
    rhai_message.split('\'').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rhai::{Engine, EvalAltResult, ParseErrorType};

    /// What Rhai itself says of a script.
    fn error(script: &str) -> EvalAltResult {
        *Engine::new().run(script).unwrap_err()
    }

    #[test]
    fn a_function_is_sought_by_name_and_types() {
        let error = error("sought(1, \"a\")");
        let EvalAltResult::ErrorFunctionNotFound(signature, _) = &error else {
            panic!("Rhai says it otherwise: {error:?}")
        };
        let call = UnresolvedCall::read(signature);
        assert_eq!((call.name, &call.types[..]), ("sought", &["i64".into(), "string".into()][..]));
    }

    #[test]
    fn a_property_is_sought_to_be_read_or_written() {
        for (script, is_written) in [("let a = 1; a.b", false), ("let a = 1; a.b = 2", true)] {
            let error = error(script);
            let EvalAltResult::ErrorDotExpr(message, _) = &error else {
                panic!("Rhai says it otherwise: {error:?}")
            };
            let property = UnresolvedProperty::read(message).unwrap();
            assert_eq!((property.name, property.receiver_type), ("b", "i64"));
            assert_eq!(property.is_written, is_written, "{message}");
        }
    }

    #[test]
    fn a_value_is_asked_while_a_method_of_it_runs() {
        let error = error("let a = [1]; a.map(|x| x + a.len())");
        let EvalAltResult::ErrorDataRace(message, _) = error.unwrap_inner() else {
            panic!("Rhai says it otherwise: {error:?}")
        };
        assert_eq!(running_method(message), Some("map"));
    }

    #[test]
    fn the_parser_says_what_it_lacks() {
        let lacking = |script: &str| match error(script) {
            EvalAltResult::ErrorParsing(
                ParseErrorType::MissingToken(_, what) | ParseErrorType::ExprExpected(what),
                _,
            ) => what,
            other => panic!("Rhai says it otherwise: {other:?}"),
        };
        assert!(is_of_call(&lacking("f(1 2)")));
        assert!(!is_of_call(&lacking("[1 2]")));
        assert!(is_literal(&lacking("switch 1 { a > 1 => 2 }")));
    }
}
