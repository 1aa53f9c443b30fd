//! The text of scripts: the one place that takes it apart.
//!
//! ```text
//! text ─ lexer → tokens with spans, and the trivia between them ─ parse → tree
//! ```
//!
//! Rhai's own lexer says where a token begins and ends, so that a text or a comment is never taken
//! for code. Rhai's syntax tree forgets brackets, spans and the ends of blocks; what changes a
//! script's text or shows a part of it goes by the [`Tree`] of this module instead. It is made of
//! whatever is typed, finished or not.
//!
//! Invariant: tokens come in order and do not overlap; with the trivia between them and what is not
//! read behind them, they are the text.

mod lexer;
mod parse;
mod parse_engine;
mod span;
mod statement;
mod token;
mod tokens;
mod tree;
mod trivia;

pub use lexer::scan_tokens;
pub use parse_engine::{DEPTH_MAX, parse_engine, parse_error, replace_names};
pub use span::{accessed_token_at, clause_around, token_at};
pub use token::SpannedToken;
pub use tokens::Tokens;
pub use tree::{CallNode, Construct, SwitchArm, SyntaxId, SyntaxNode, Tree};
pub use trivia::{Trivia, trivia};
