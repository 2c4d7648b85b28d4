# Needs: the problems of the stages. Gives: a failure at the end of the run while one of them is to be mended.


wildcard_constraints:
    stage="|".join(STAGES),


localrules:
    verdict,


rule verdict:
    """Fail while a stage so far has an error to mend, and say each again."""
    input:
        problems_until,
    output:
        touch(f"{WORK}/verdict/{{stage}}"),
    log:
        f"{WORK}/logs/verdict.{{stage}}.log",
    retries: 0  # a verdict is no accident
    conda:
        "../environment.yml"
    shell:
        f"{TIPBRIEF} verdict --log {{log:q}} {{input:q}}"
