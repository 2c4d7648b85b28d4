# Needs: the corpus folder. Gives: one normalised text for each source, with its sections, pages and offsets.


rule documents:
    """Read the sources into documents."""
    input:
        WORK + "/documents/index.csv",
        WORK + "/verdict/documents",


rule read_documents:
    """Turn every source of the corpus into one normalised text."""
    output:
        update(WORK + "/documents/index.csv"),
        update(WORK + "/documents/sources.csv"),
        update(WORK + "/documents/problems.csv"),
    log:
        WORK + "/logs/documents.log",
    threads: workflow.cores
    params:
        corpus=corpus_state,
        code=code_of("documents"),
        settings=settings_of("documents"),
    shell:
        TIPBRIEF + " documents --settings {params.settings:q} --processes {threads} --log {log:q}"
