"""One profile for the property tests: the same examples on each machine, and failures told within seconds."""

from hypothesis import Phase, settings

settings.register_profile(
    "tipbrief",
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],  # explaining a failure traces every line: minutes
)
settings.load_profile("tipbrief")
