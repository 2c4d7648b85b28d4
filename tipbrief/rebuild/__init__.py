"""What a timer runs: fetch the sources, build the briefs, release them if anything changed, report to the owner."""
