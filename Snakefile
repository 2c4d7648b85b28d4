# Tipbrief, from a corpus folder to country briefs. Contents page: each stage has its file in rules/.
#   snakemake --cores 2                                       everything
#   snakemake --cores 2 observations --config corpus=DIR reports=DIR work=DIR
from snakemake.utils import min_version

min_version("9.27")


configfile: "config/config.yaml"


include: "rules/common.smk"
include: "rules/documents.smk"
include: "rules/observations.smk"
include: "rules/series.smk"
include: "rules/briefs.smk"
include: "rules/review.smk"
include: "rules/verdict.smk"


rule all:
    """Build every brief and the review page; fail at the end while something is to be mended."""
    default_target: True
    input:
        finished("review"),


onstart:
    write_text(Path(WORK, "logs", "started"), f"{time.time()}\n")
