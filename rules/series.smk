# Needs: the observations. Gives: for each series and year the recommended value, its changes, and their reasons.


SERIES_TABLES = (
    "series",
    "changes",
    "disagreements",
    "revisions",
    "since_release",
    "checks",
    "coverage",
    "unified",
    "assessed",
    "tiers",
    "recommended",
)


rule series:
    """Choose each year's value and compare what may be compared."""
    input:
        finished("series"),


rule build_series:
    """Choose each year's value, compare what may be compared, and gather what a brief can say."""
    input:
        f"{WORK}/documents/index.csv",
        f"{WORK}/documents/sources.csv",
        f"{WORK}/documents/problems.csv",
        f"{WORK}/observations/index.csv",
        f"{WORK}/observations/problems.csv",
        last_released,
        made_with=made_with("series"),
    output:
        [update(f"{REPORTS}/data/{table}.csv") for table in SERIES_TABLES],
        update(f"{WORK}/series/index.csv"),
        update(f"{WORK}/series/problems.csv"),
        done=f"{WORK}/done/series",
    log:
        f"{WORK}/logs/series.log",
    conda:
        "../environment.yml"
    threads: workflow.cores
    shell:
        f"{TIPBRIEF} series --made-with {{input.made_with:q}} --processes {{threads}} --log {{log:q}}"
        " --done {output.done:q} {output:q}"
