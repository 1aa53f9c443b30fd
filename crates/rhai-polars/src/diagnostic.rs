//! A text (a script, a settings file) as a labelled source that miette can show.

use miette::{MietteError, MietteSpanContents, NamedSource, SourceCode, SourceSpan, SpanContents};

/// A text with its name, in which columns are characters, not bytes.
#[derive(Debug)]
pub struct NamedText(NamedSource<String>);

impl NamedText {
    /// A text of that name.
    pub fn new(name: &str, text: String) -> Self {
        Self(NamedSource::new(name, text))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.inner()
    }
}

impl SourceCode for NamedText {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inner = self.0.read_span(span, before, after)?;
        let ahead = self.text().get(..inner.span().offset()).unwrap_or_default();
        let column = ahead.rsplit('\n').next().unwrap_or_default().chars().count();
        Ok(in_column(column, self.name(), inner.as_ref()))
    }
}

/// What stands at a place, as if it began in this column.
pub fn in_column<'a>(
    column: usize,
    name: &str,
    inner: &(dyn SpanContents<'a> + 'a),
) -> Box<dyn SpanContents<'a> + 'a> {
    let (data, span) = (inner.data(), *inner.span());
    let (line, lines) = (inner.line(), inner.line_count());
    Box::new(MietteSpanContents::new_named(name.to_owned(), data, span, line, column, lines))
}
