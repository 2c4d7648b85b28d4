# Needs: the documents. Gives: the figures that they state, and every number that was left out, with its reason.


rule observations:
    """Find the figures that the documents state."""
    input:
        finished("observations"),


rule extract_observations:
    """Read each document for figures; hold back, list or ignore the other numbers."""
    input:
        f"{WORK}/documents/index.csv",
        made_with=made_with("observations"),
    output:
        update(f"{REPORTS}/data/observations.csv"),
        update(f"{REPORTS}/data/held.csv"),
        update(f"{REPORTS}/data/unclaimed.csv"),
        update(f"{REPORTS}/data/ignored.csv"),
        update(f"{REPORTS}/data/assessments.csv"),
        update(f"{REPORTS}/data/recommendations.csv"),
        update(f"{WORK}/observations/index.csv"),
        update(f"{WORK}/observations/problems.csv"),
        done=f"{WORK}/done/observations",
    log:
        f"{WORK}/logs/observations.log",
    conda:
        "../environment.yml"
    threads: workflow.cores
    shell:
        f"{TIPBRIEF} observations --made-with {{input.made_with:q}} --processes {{threads}} --log {{log:q}}"
        " --done {output.done:q} {output:q}"
