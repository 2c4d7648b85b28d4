# Needs: what every stage left to decide. Gives: one page for the analyst and the summary of the run.


rule review:
    """Write the analyst's page and print the summary."""
    input:
        WORK + "/briefs/index.csv",
        [f"{WORK}/{stage}/problems.csv" for stage in STAGES[:-1]],
    output:
        update(REPORTS + "/review.html"),
        update(WORK + "/review/summary.txt"),
        update(WORK + "/review/problems.csv"),
    log:
        WORK + "/logs/review.log",
    params:
        code=code_of("review"),
        settings=settings_of("review"),
    shell:
        TIPBRIEF + " review --settings {params.settings:q} --log {log:q}"
