"""The hub of the tests: any name may sign in, each in an account of its own (where allowed).

JupyterHub reads this file (https://jupyterhub.readthedocs.io/en/stable/reference/config-reference.html).
What differs from test to test is in the file `hub.json` of the folder in which the hub runs.
"""

import json
import os
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner

PLAN = json.loads(Path("hub.json").read_text())


class Spawner(SimpleLocalProcessSpawner):
    """Starts a learner's server with the learner's account, home and settings."""

    home_dir_template = f"{PLAN['homes']}/{{username}}"

    def make_preexec_fn(self, name):
        number = self._learner().get("account")
        home = self.home_dir

        def become():
            if number:
                os.setgroups([])
                os.setgid(number)
                os.setuid(number)
            os.umask(0o022)
            os.chdir(home)

        return become

    def user_env(self, env):
        return super().user_env(env) | self._learner()["environment"]

    def _learner(self):
        return json.loads(Path(f"{self.user.name}.json").read_text())


c = get_config()  # noqa: F821 - JupyterHub gives it
c.JupyterHub.bind_url = PLAN["url"]
c.JupyterHub.ssl_key = c.JupyterHub.ssl_cert = PLAN["certificate"]
c.JupyterHub.hub_bind_url = PLAN["hub_url"]
c.ConfigurableHTTPProxy.api_url = PLAN["proxy_url"]
c.ConfigurableHTTPProxy.command = [PLAN["proxy"]]
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = Spawner
c.Spawner.cmd = [PLAN["python"], "-m", "jupyterhub.singleuser"]
c.Spawner.notebook_dir = f"{PLAN['homes']}/{{username}}/notebooks"
c.Spawner.args = [
    "--allow-root",
    "--LabApp.expose_app_in_browser=True",  # for close_tabs
]
