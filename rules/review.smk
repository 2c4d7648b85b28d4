# Needs: what every stage left to decide. Gives: one page for the analyst and the summary of the run.


rule review:
    """Write the analyst's page and print the summary."""
    input:
        f"{WORK}/briefs/index.csv",
        f"{WORK}/observations/index.csv",
        [f"{WORK}/{stage}/problems.csv" for stage in STAGES[:-1]],
        made_with=made_with("review"),
    output:
        update(f"{REPORTS}/review.html"),
        update(f"{WORK}/review/summary.txt"),
        update(f"{WORK}/review/problems.csv"),
        done=f"{WORK}/done/review",
    log:
        f"{WORK}/logs/review.log",
    conda:
        "../environment.yml"
    shell:
        f"{TIPBRIEF} review --made-with {{input.made_with:q}} --log {{log:q}}" " --done {output.done:q} {output:q}"
