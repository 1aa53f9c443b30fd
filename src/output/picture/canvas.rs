//! What every drawing is drawn on and with: its size, its colours and its texts.

use plotters::coord::Shift;
use plotters::prelude::{Color, DrawingArea, DrawingAreaErrorKind, RGBColor, SVGBackend, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{IntoTextStyle, TextStyle};
use std::io;

/// What is drawn on, in pixels.
pub(super) type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Drawing into memory does not fail, but its type may.
pub(super) type DrawError = DrawingAreaErrorKind<io::Error>;

pub(super) type DrawResult = Result<(), DrawError>;

/// How wide every picture is: its texts are to be read on a phone, on which it is shown smaller.
pub(super) const WIDTH: i32 = 400;

/// In the units of `plotters`, of which a pixel has one and a quarter.
const TEXT_SIZE: i32 = 18;

/// What is drawn. The page has another in the dark, by these names.
pub(super) const MARK: RGBColor = RGBColor(0x00, 0x72, 0xB2);

pub(super) const INK: RGBColor = RGBColor(0x1A, 0x1A, 0x1A);

pub(super) const SOFT: RGBColor = RGBColor(0x55, 0x5F, 0x6A);

pub(super) const GRID: RGBColor = RGBColor(0xD5, 0xDA, 0xE0);

/// One kind of drawing.
pub(super) trait Plot {
    /// How high it is below the title.
    fn height(&self) -> i32;

    fn sentence(&self) -> String;

    fn draw(&self, canvas: &Canvas, top: i32) -> DrawResult;
}

/// How a text stands at its place.
pub(super) fn text_style(
    colour: RGBColor,
    across: HPos,
    down: VPos,
    size: i32,
) -> TextStyle<'static> {
    let mut style = ("system-ui, sans-serif", size).into_text_style(&(720, 480));
    style.color = colour.to_backend_color();
    style.pos = Pos::new(across, down);
    style
}

/// A small text.
pub(super) fn label(
    canvas: &Canvas,
    text: &str,
    at: (i32, i32),
    across: HPos,
    colour: RGBColor,
) -> DrawResult {
    canvas.draw(&Text::new(
        text.to_owned(),
        at,
        text_style(colour, across, VPos::Center, TEXT_SIZE),
    ))
}
