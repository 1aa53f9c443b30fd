//! The reader of scripts against Rhai itself: whatever text is read, tokens and trivia are the
//! text, and where Rhai reads a script, spans, calls and closures are Rhai's.

use proptest::prelude::*;
use rhai::{AST, ASTNode, Engine, Expr, Stmt, Token};
use rhai_polars::syntax::{Construct, Tokens, Tree, Trivia, parse_engine, token_at, trivia};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Every script of the repository, and every one that its documents show.
fn scripts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = vec![];
    for folder in ["scripts", "docs", "tests", "crates"] {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    let mut scripts = vec![];
    for path in files {
        let text = fs::read_to_string(&path).unwrap_or_default();
        if path.extension().is_some_and(|extension| extension == "rhai") {
            scripts.push(text);
        } else {
            let shown = text.split("```rhai").skip(1);
            let shown = shown.filter_map(|from| from.split_once('\n')?.1.split("```").next());
            scripts.extend(shown.map(ToOwned::to_owned));
        }
    }
    scripts
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rhai" || extension == "md")
        {
            files.push(path);
        }
    }
}

/// What the tokens of a text come to, with what stands between them and behind them.
fn together(text: &str) -> String {
    let tokens = Tokens::read(text);
    let mut parts = String::new();
    for token in tokens.list().iter().chain(tokens.unread()) {
        assert!(parts.len() <= token.span.start, "{:?} overlaps", token.span);
        parts.extend(trivia(&text[parts.len()..token.span.start]).map(Trivia::text));
        assert_eq!(parts.len(), token.span.start, "between tokens stands what is no trivia");
        parts.push_str(&text[token.span.clone()]);
    }
    parts.extend(trivia(&text[parts.len()..]).map(Trivia::text));
    parts
}

/// Whether each token, read by itself, is the same; the parts of a text with `${…}` are not.
fn demand_that_spans_fit(text: &str) {
    let tokens = Tokens::read(text);
    let is_part = |at: usize| {
        let before = at.checked_sub(1).map(|before| &tokens.list()[before]);
        let ends_block = before.is_some_and(|before| {
            before.token == Token::RightBrace && before.span.end == tokens.list()[at].span.start
        });
        ends_block || matches!(tokens.list()[at].token, Token::InterpolatedString(_))
    };
    for (at, token) in tokens.list().iter().enumerate().filter(|(at, _)| !is_part(*at)) {
        let alone = Tokens::read(&text[token.span.clone()]);
        let alone: Vec<&Token> = alone.list().iter().map(|token| &token.token).collect();
        let is_sign = |token: &Token| matches!(token, Token::UnaryMinus | Token::UnaryPlus);
        assert!(alone == [&token.token] || is_sign(alone[0]), "{at}: {token:?} is {alone:?}");
    }
}

/// The calls of a script, each with the byte of its name, and how many closures it has.
type Calls = (Vec<(usize, String)>, usize);

fn calls_of_rhai(ast: &AST, text: &str) -> Calls {
    let mut calls = vec![];
    ast.walk(&mut |path| {
        let Some(
            ASTNode::Expr(Expr::FnCall(call, at) | Expr::MethodCall(call, at))
            | ASTNode::Stmt(Stmt::FnCall(call, at)),
        ) = path.last()
        else {
            return true;
        };
        if !call.is_operator_call() && call.name != "curry" {
            calls.push((token_at(text, *at).offset(), call.name.to_string()));
        }
        true
    });
    calls.sort();
    let closures = ast.iter_fn_def().filter(|function| function.name.starts_with("anon$"));
    (calls, closures.count())
}

fn calls_of_tree(text: &str) -> Calls {
    let tree = Tree::read(text);
    let start = |at: usize| tree.token(at).span.start;
    let mut calls: Vec<(usize, String)> =
        tree.calls().map(|(_, call)| (start(call.name), tree.name(call.name).to_owned())).collect();
    // For Rhai, `in` calls a function.
    calls.extend(tree.nodes().filter_map(|(_, node)| match node.construct {
        Construct::Binary { operator, .. } => {
            let is_call = matches!(tree.token(operator).token, Token::In | Token::NotIn);
            is_call.then(|| (start(operator), "contains".to_owned()))
        }
        _ => None,
    }));
    calls.sort();
    let is_closure = |construct: &Construct| matches!(construct, Construct::Closure { .. });
    (calls, tree.nodes().filter(|(_, node)| is_closure(&node.construct)).count())
}

#[test]
fn calls_and_closures_of_every_script_are_those_of_rhai() {
    let engine: Engine = parse_engine();
    let mut read = 0;
    for script in scripts() {
        let Ok(ast) = engine.compile(&script) else { continue };
        read += 1;
        assert_eq!(calls_of_tree(&script), calls_of_rhai(&ast, &script), "{script}");
    }
    assert!(read > 100, "{read}");
}

#[test]
fn nodes_lie_within_their_parents_and_cover_every_statement() {
    for script in scripts() {
        let tree = Tree::read(&script);
        let mut open: Vec<Range<usize>> = vec![];
        for (id, node) in tree.nodes() {
            let span = tree.span(id);
            while open
                .last()
                .is_some_and(|outer| outer.end <= span.start && outer.start < outer.end)
            {
                open.pop();
            }
            let outer = open.last().cloned().unwrap_or(0..script.len());
            assert!(outer.start <= span.start && span.end <= outer.end, "{node:?} in {script}");
            open.push(span);
        }
    }
}

#[test]
fn each_token_by_itself_is_the_same() {
    for script in scripts() {
        demand_that_spans_fit(&script);
    }
}

#[test]
fn what_nests_deeper_than_rhai_reads_has_a_tree_all_the_same() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("x || (", ")"), ("if a { ", "}")] {
        let text = format!("{}1{}", open.repeat(5_000), close.repeat(5_000));
        assert!(Tree::read(&text).nodes().count() > 100);
    }
    for text in ["!".repeat(5_000), "|a| ".repeat(5_000), "a ** ".repeat(5_000)] {
        assert!(Tree::read(&text).nodes().count() > 100);
    }
}

/// Pieces of scripts, whole and broken.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: [&str; 48] = [
        "let ",
        "fn f(a) ",
        "if ",
        "else ",
        "switch ",
        "=> ",
        "|i| ",
        "||",
        "&&",
        "i.age_days",
        "??",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "#{",
        "()",
        ",",
        ";",
        ":",
        "\"é\"",
        "\"",
        "'",
        "`",
        "`a ${",
        "} b`",
        "//",
        "/*",
        "*/",
        "/// d\n",
        "//! m\n",
        "\n",
        " ",
        "\t",
        "1.5",
        "0..5",
        "-3",
        "!",
        "!in ",
        "with",
        "ß",
        "\\",
        "@",
        "#\"",
        "return ",
        "::",
    ];
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|list| list.concat())
}

proptest! {
    #[test]
    fn tokens_and_trivia_are_the_text(text in prop_oneof![pieces(), "\\PC{0,40}"]) {
        prop_assert_eq!(together(&text), &text[..]);
        Tree::read(&text);
    }

    #[test]
    fn a_damaged_script_is_still_read_whole(
        number in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        length in 0_usize..20,
        piece in pieces(),
    ) {
        let scripts = scripts();
        let mut text = number.get(&scripts).clone();
        let (mut start, mut end) = (at.index(text.len() + 1), 0);
        while !text.is_char_boundary(start) { start -= 1 }
        end += (start + length).min(text.len());
        while !text.is_char_boundary(end) { end += 1 }
        text.replace_range(start..end, &piece);
        prop_assert_eq!(together(&text), &text[..]);
        if let Ok(ast) = parse_engine().compile(&text) {
            prop_assert_eq!(calls_of_tree(&text), calls_of_rhai(&ast, &text));
        }
    }
}
