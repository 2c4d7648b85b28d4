"""Make the shipped fonts: `python make_fonts.py FOLDER` with Adobe's static TTF files in FOLDER.

They come from the npm packages source-sans 3.52.0 and source-serif 4.5.1. A subset is a modified
version, and the Open Font License reserves the name "Source" for the original: so the subsets
carry another name. Needs fontTools; run once, when a font or its range changes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = {
    "SourceSans3-Regular": ("Tipbrief Sans", "Regular"),
    "SourceSans3-It": ("Tipbrief Sans", "Italic"),
    "SourceSans3-Semibold": ("Tipbrief Sans", "Semibold"),
    "SourceSerif4-Regular": ("Tipbrief Serif", "Regular"),
    "SourceSerif4Display-Semibold": ("Tipbrief Display", "Semibold"),
}
RANGES = (
    (0x20, 0x24F),  # Latin
    (0x2B0, 0x36F),  # modifiers, combining marks
    (0x370, 0x3FF),  # Greek
    (0x400, 0x52F),  # Cyrillic, with the letters of Kyrgyz, Kazakh, Tajik and Uzbek
    (0x1E00, 0x1EFF),  # Latin with more marks
    (0x2000, 0x209F),  # punctuation, raised figures
    (0x20A0, 0x22FF),  # currency, arrows, mathematics
    (0x25A0, 0x25FF),  # shapes
)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "lnum", "onum", "pnum", "tnum", "sups", "case"]


def make(source: Path, family: str, style: str, target: Path) -> None:
    """Write the subset of one font under its new name, with its timestamps kept."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True, hinting=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    names = {1: family, 2: style, 3: f"{family} {style}", 4: f"{family} {style}", 6: target.stem, 16: family, 17: style}
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID not in (0, 13, 14):
            font["name"].removeNames(nameID=record.nameID)
    font.save(target)


def main(folder: Path) -> None:
    """Make every font of FONTS."""
    for name, (family, style) in FONTS.items():
        source = next(folder.rglob(f"{name}.ttf"))
        make(source, family, style, Path(__file__).with_name(f"{family.replace(' ', '')}-{style}.ttf"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
