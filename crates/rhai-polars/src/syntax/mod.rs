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
mod reader;
mod span;
mod statement;
mod token;
mod tokens;
mod tree;
mod trivia;

pub use lexer::each_token;
pub use reader::{DEPTH_MAX, reader, replace_names, unread_error};
pub use span::{clause_around, step_at, token_at};
pub use token::SpannedToken;
pub use tokens::Tokens;
pub use tree::{CallNode, Construct, SwitchArm, SyntaxId, SyntaxNode, Tree};
pub use trivia::{Trivia, trivia};
