# Needs: the series of each country. Gives: one PDF for each country and language.


rule briefs:
    """Render the briefs."""
    input:
        WORK + "/briefs/index.csv",
        WORK + "/verdict/briefs",


rule render_briefs:
    """Compose and render every brief whose series, templates or settings changed."""
    input:
        WORK + "/series/index.csv",
    output:
        update(WORK + "/briefs/index.csv"),
        update(WORK + "/briefs/problems.csv"),
    log:
        WORK + "/logs/briefs.log",
    threads: workflow.cores
    params:
        missing=missing_briefs,
        code=code_of("briefs"),
        settings=settings_of("briefs"),
    shell:
        TIPBRIEF + " briefs --settings {params.settings:q} --processes {threads} --log {log:q}"
