"""What changed since the last release, figure by figure: its data/series.csv against the series of today.

Both sides are as they may be shown: a count that is masked today has no number on either.
"""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np
import pandas as pd

from tipbrief.errors import TipbriefError
from tipbrief.series.tables import SERIES, SINCE

KEY = ["iso3", "series", "year"]
SAID = ("value", "bound", "status", "observation", "doc")
JUMP = 0.5  # a figure that was published and is now this share larger or smaller has jumped


def read_release(release: Path) -> pd.DataFrame:
    """The release's series.csv: the key and what was said, all of it text but the numbers."""
    path = release / "data" / "series.csv"
    frame = pd.read_csv(path, dtype={**dict.fromkeys(SERIES.columns, "str"), "value": "float64", "year": "int64"},
                        na_filter=True, keep_default_na=False, na_values={"value": [""]})  # fmt: skip
    if missing := [name for name in (*KEY, *SAID) if name not in frame.columns]:
        raise TipbriefError(f"{path} lacks the column {', '.join(missing)}; put the release's own file back.")
    return frame[[*KEY, *SAID]]


def nothing_released() -> pd.DataFrame:
    """The table where there is no release to compare with."""
    return pd.DataFrame({name: [] for name in SINCE.columns})


def since_release(series: pd.DataFrame, released: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """Figures that are new, changed or gone, for countries with a document; the others say the same as before."""
    now = series[[*KEY, *SAID]].astype({"iso3": object, "series": object, "year": "int64", "doc": object})
    before = released[released["iso3"].isin(list(countries)).to_numpy()].astype({"iso3": object, "series": object})
    both = before.merge(now, on=KEY, how="outer", suffixes=("_before", "_now"), indicator="side")
    same = np.logical_and.reduce([_alike(both[f"{name}_before"], both[f"{name}_now"]) for name in SAID[:3]])
    both = both[~same | both["side"].ne("both").to_numpy()]
    outcome = both["side"].astype(str).map({"left_only": "gone", "right_only": "new", "both": "changed"})
    withheld = both["status_now"].eq("masked").fillna(False).to_numpy(bool)
    both["value_before"] = both["value_before"].mask(withheld)
    both["bound_before"] = both["bound_before"].mask(withheld)
    told = {f"{name}_{side}": both[f"{name}_{side}"] for side in ("before", "now") for name in SAID}
    words = {
        name: column.astype(object).where(column.notna(), "") for name, column in told.items() if "value" not in name
    }
    return both[KEY].assign(outcome=outcome, **(told | words)).sort_values(KEY, ignore_index=True)


def _alike(left: pd.Series, right: pd.Series) -> np.ndarray:
    """Equal, or missing on both sides."""
    one, other = left.astype(object), right.astype(object)
    return (one.eq(other) | (one.isna() & other.isna())).to_numpy()


def checked(since: pd.DataFrame, release: str) -> pd.DataFrame:
    """Figures of the release that are gone or have jumped are warnings, those that changed a little are notes."""
    rows = since[since["outcome"].ne("new").to_numpy()]
    before, now = rows["value_before"], rows["value_now"]
    gone, jumped = rows["outcome"].eq("gone"), (now - before).abs() > JUMP * before
    check = np.select([gone, jumped], ["vanished", "jumped"], "changed")
    verb = np.select([gone, jumped], ["is gone", "has jumped"], "has changed")
    shown = [_shown(left, right) for left, right in zip(before, now, strict=True)]
    names = rows["series"].astype(str).str.split("|").str[0]
    return pd.DataFrame(
        {
            "iso3": rows["iso3"],
            "check": check,
            "severity": np.where(gone | jumped, "warning", "note"),
            "series": rows["series"],
            "year": rows["year"],
            "observations": rows["observation_now"],
            "message": [
                f"{name} {year}: a figure of release {release} {what}{numbers}."
                for name, year, what, numbers in zip(names, rows["year"], verb, shown, strict=True)
            ],
        }
    )


def _shown(before: float, now: float) -> str:
    """ " (12 then, nine now)" in figures; nothing where one has no number."""
    return "" if np.isnan(before) or np.isnan(now) else f" ({before:g} then, {now:g} now)"
