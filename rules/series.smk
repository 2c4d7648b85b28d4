# Needs: the observations. Gives: for each series and year the recommended value, its changes, and their reasons.


SERIES_TABLES = ("series", "changes", "disagreements", "revisions", "checks", "coverage", "unified")


rule series:
    """Choose each year's value and compare what may be compared."""
    input:
        REPORTS + "/data/series.csv",
        WORK + "/verdict/series",


rule build_series:
    """Choose each year's value, compare what may be compared, and gather what a brief can say."""
    input:
        REPORTS + "/data/observations.csv",
        WORK + "/documents/index.csv",
        WORK + "/documents/sources.csv",
        WORK + "/documents/problems.csv",
        WORK + "/observations/problems.csv",
    output:
        [update(f"{REPORTS}/data/{table}.csv") for table in SERIES_TABLES],
        update(WORK + "/series/index.csv"),
        update(WORK + "/series/problems.csv"),
    log:
        WORK + "/logs/series.log",
    threads: workflow.cores
    params:
        code=code_of("series"),
        settings=settings_of("series"),
    shell:
        TIPBRIEF + " series --settings {params.settings:q} --processes {threads} --log {log:q}"
