//! What the text of a piece says, before it is run.

use rhai::{AST, ASTFlags, ASTNode, Expr, FnCallExpr, Position, Stmt};

/// The variable that holds the last value.
pub const LAST_VALUE: &str = "it";

/// What a piece's text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PieceReading {
    /// The functions that it defines, with how many parameters they have.
    pub functions: Vec<(String, usize)>,
    /// Whether it names the last value.
    pub uses_last_value: bool,
    /// Where its last statement begins, if that is an expression: what gives the piece its value.
    pub last_expression: Option<Position>,
}

#[derive(Clone, Debug)]
pub(super) struct ScriptImport {
    pub(super) path: String,
    pub(super) name: String,
}

impl PieceReading {
    /// What a piece says after so many imports that were written before it.
    pub(super) fn of_piece(piece: &AST, imports: usize) -> Self {
        let mut uses_last_value = false;
        piece.walk(&mut |path: &[ASTNode]| {
            if let Some(ASTNode::Expr(Expr::Variable(parts, ..))) = path.last() {
                uses_last_value |= parts.1 == LAST_VALUE;
            }
            true
        });
        let last = piece.statements().get(imports..).and_then(<[Stmt]>::last);
        let last_expression = last.and_then(|last| match last {
            Stmt::Expr(expression) => Some(beginning(expression)),
            Stmt::FnCall(call, at) => Some(beginning_of_call(call, *at)),
            Stmt::If(_, at) | Stmt::Switch(_, at) => Some(*at),
            _ => None,
        });
        Self { functions: functions_of(piece), uses_last_value, last_expression }
    }
}

/// Where an expression begins. Rhai's own answer is where its operator stands.
fn beginning(expression: &Expr) -> Position {
    match expression {
        Expr::FnCall(call, at) => beginning_of_call(call, *at),
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => beginning(&parts.lhs),
        Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => {
            parts.first().map_or(Position::NONE, beginning)
        }
        other => other.start_position(),
    }
}

fn beginning_of_call(call: &FnCallExpr, at: Position) -> Position {
    match &*call.args {
        [first, _] if call.op_token.is_some() => beginning(first),
        _ => at,
    }
}

/// Where a piece returns in any case: as a script, it would end there.
pub(super) fn return_position(piece: &AST) -> Option<Position> {
    piece.statements().iter().find_map(|statement| match statement {
        Stmt::Return(_, options, at) if !options.intersects(ASTFlags::BREAK) => Some(*at),
        _ => None,
    })
}

/// The functions with names of their own.
pub(super) fn functions_of(ast: &AST) -> Vec<(String, usize)> {
    let functions = ast.iter_functions().filter(|function| !function.name.starts_with("anon$"));
    functions.map(|function| (function.name.to_owned(), function.params.len())).collect()
}

/// The imports of a piece; those whose path is computed are not known.
pub(super) fn imports_of(piece: &AST) -> impl Iterator<Item = ScriptImport> {
    piece.statements().iter().filter_map(|statement| match statement {
        Stmt::Import(parts, _) => match &parts.0 {
            Expr::StringConstant(path, _) if !parts.1.name.is_empty() => {
                Some(ScriptImport { path: path.to_string(), name: parts.1.name.to_string() })
            }
            _ => None,
        },
        _ => None,
    })
}
