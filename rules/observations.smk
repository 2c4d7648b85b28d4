# Needs: the documents. Gives: the figures that they state, and every number that was left out, with its reason.


rule observations:
    """Find the figures that the documents state."""
    input:
        REPORTS + "/data/observations.csv",
        WORK + "/verdict/observations",


rule extract_observations:
    """Read each document for figures; hold back, list or ignore the other numbers."""
    input:
        WORK + "/documents/index.csv",
    output:
        update(REPORTS + "/data/observations.csv"),
        update(REPORTS + "/data/held.csv"),
        update(REPORTS + "/data/unclaimed.csv"),
        update(REPORTS + "/data/ignored.csv"),
        update(WORK + "/observations/index.csv"),
        update(WORK + "/observations/problems.csv"),
    log:
        WORK + "/logs/observations.log",
    threads: workflow.cores
    params:
        code=code_of("observations"),
        settings=settings_of("observations"),
    shell:
        TIPBRIEF + " observations --settings {params.settings:q} --processes {threads} --log {log:q}"
