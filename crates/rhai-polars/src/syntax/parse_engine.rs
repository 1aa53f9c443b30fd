//! The engine that scripts are read with: it knows their words and runs nothing.

use rhai::{Engine, OptimizationLevel, ParseError, Position, Token};
use std::sync::LazyLock;

/// How deep expressions may nest in what is read. A script's own may nest less: there is room for
/// the probes that are put into it.
pub const DEPTH_MAX: usize = 160;

/// The engine that reads tokens.
pub(super) static PARSE_ENGINE: LazyLock<Engine> = LazyLock::new(parse_engine);

/// An engine that only reads scripts: it knows their words and none of their functions.
pub fn parse_engine() -> Engine {
    let mut engine = Engine::new_raw();
    replace_names(&mut engine, |_, _| None);
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_max_expr_depths(DEPTH_MAX, DEPTH_MAX);
    engine
}

/// Why a text is no script, if it is none.
pub fn parse_error(text: &str) -> Option<ParseError> {
    PARSE_ENGINE.compile(text).err()
}

/// Lets an engine read scripts, with other tokens in the place of some names. `with` is one of the
/// words that Rhai keeps for itself; here it is Polars' name for a column.
pub fn replace_names(
    engine: &mut Engine,
    replaced: impl Fn(&str, Position) -> Option<Token> + Send + Sync + 'static,
) {
    #[expect(deprecated, reason = "marked volatile, not to be removed; no other way is offered")]
    engine.on_parse_token(move |token, at, _| match token {
        Token::Reserved(word) if *word == "with" => Token::Identifier(word),
        Token::Identifier(name) => replaced(&name, at).unwrap_or(Token::Identifier(name)),
        token => token,
    });
}
