//! A picture as pixels (PNG), for what shows no SVG.
//!
//! Made of the very SVG, by `resvg`: what draws with `plotters` on a bitmap brings as much, and
//! sets letters one by one, from left to right, whatever the script. The font is in the program:
//! the same picture has the same letters on every machine, and no file of it is read.
//!
//! Invariant: the same chart gives the same bytes.

use crate::output::error::{OutputError, OutputResult};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};
use std::io;
use std::sync::{Arc, LazyLock};

/// The font `DejaVu` Sans 2.37, for Latin, Greek, Cyrillic, Hebrew and Arabic letters; its licence
/// lies beside it. Letters that it lacks are boxes.
const FONT: &[u8] = include_bytes!("DejaVuSans.ttf");
const FAMILY: &str = "DejaVu Sans";

/// How many pixels one of the drawing has, so that it is sharp on paper.
const SCALE: f32 = 2.5;

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(FONT.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    Options { font_family: FAMILY.into(), fontdb: Arc::new(fonts), ..Options::default() }
});

/// The pixels of a picture.
pub(super) fn pixels(svg: &str) -> OutputResult<Vec<u8>> {
    let failed = |problem: String| OutputError::Io(io::Error::other(problem));
    let tree = Tree::from_str(svg, &OPTIONS).map_err(|error| failed(error.to_string()))?;
    let size = tree.size().to_int_size();
    let size = size.scale_by(SCALE).ok_or_else(|| failed("the picture is too large".into()))?;
    let mut pixels = Pixmap::new(size.width(), size.height())
        .ok_or_else(|| failed("the picture is too large".into()))?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(error.to_string()))
}
