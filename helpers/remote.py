"""Where the learner's browser is: on the kernel's computer, or somewhere else."""

import os

# Set by the places that run kernels for a browser elsewhere.
_ELSEWHERE = (
    "JUPYTERHUB_SERVICE_PREFIX",  # JupyterHub, and Binder, which is one
    "BINDER_SERVICE_HOST",
    "BINDER_LAUNCH_HOST",
    "CODESPACES",
    "COLAB_RELEASE_TAG",
)


def is_remote() -> bool:
    """Tell whether the browser is on another computer than the kernel.

    It can then reach neither http://localhost nor the sandbox's pages. TWITCH_COURSE_REMOTE=1
    says so where nothing else does (a kernel behind ssh), TWITCH_COURSE_REMOTE=0 the contrary.
    """
    told = os.environ.get("TWITCH_COURSE_REMOTE", "")
    if told in ("0", "1"):
        return told == "1"
    return any(os.environ.get(name) for name in _ELSEWHERE)
