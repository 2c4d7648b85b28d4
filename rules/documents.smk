# Needs: the corpus folder. Gives: one normalised text for each source, with its sections, pages and offsets.


rule documents:
    """Read the sources into documents."""
    input:
        finished("documents"),


rule read_documents:
    """Turn every source of the corpus into one normalised text."""
    input:
        made_with=made_with("documents"),
    output:
        update(f"{WORK}/documents/index.csv"),
        update(f"{WORK}/documents/sources.csv"),
        update(f"{WORK}/documents/problems.csv"),
        done=f"{WORK}/done/documents",
    log:
        f"{WORK}/logs/documents.log",
    conda:
        "../environment.yml"
    threads: workflow.cores
    shell:
        f"{TIPBRIEF} documents --made-with {{input.made_with:q}} --processes {{threads}} --log {{log:q}}"
        " --done {output.done:q} {output:q}"
