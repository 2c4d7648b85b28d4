# Needs: the series of each country. Gives: one PDF for each country and language.


rule briefs:
    """Render the briefs."""
    input:
        finished("briefs"),


rule render_briefs:
    """Compose and render every brief whose series, templates or settings changed."""
    input:
        f"{WORK}/series/index.csv",
        made_with=made_with("briefs"),
    output:
        update(f"{WORK}/briefs/index.csv"),
        update(f"{WORK}/briefs/problems.csv"),
        done=f"{WORK}/done/briefs",
    log:
        f"{WORK}/logs/briefs.log",
    conda:
        "../environment.yml"
    threads: workflow.cores
    shell:
        f"{TIPBRIEF} briefs --made-with {{input.made_with:q}} --processes {{threads}} --log {{log:q}}"
        f" --done {{output.done:q}} {{output:q}} {shlex.quote(REPORTS)}/briefs"
