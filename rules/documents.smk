# Needs: the corpus folder. Gives: one normalised text for each source, with its sections, pages and offsets.


rule documents:
    """Read the sources into documents."""
    input:
        f"{WORK}/documents/index.csv",
        f"{WORK}/verdict/documents",


rule read_documents:
    """Turn every source of the corpus into one normalised text."""
    output:
        touch(f"{WORK}/done/documents"),
        update(f"{WORK}/documents/index.csv"),
        update(f"{WORK}/documents/sources.csv"),
        update(f"{WORK}/documents/problems.csv"),
    log:
        f"{WORK}/logs/documents.log",
    conda:
        "../environment.yml"
    threads: workflow.cores
    params:
        corpus=corpus_state,
        code=code_of("documents"),
        settings=settings_of("documents"),
    shell:
        f"{TIPBRIEF} documents --settings {{params.settings:q}} --processes {{threads}} --log {{log:q}}"
