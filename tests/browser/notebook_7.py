"""One notebook in Jupyter Notebook 7: every notebook has a browser tab of its own."""

from tests.browser.notebook import Notebook

_KERNEL_IS_IDLE = (
    "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
)


class Notebook7(Notebook):
    """Driven like JupyterLab's; opened by its address, or by a link to it (`again`)."""

    def _open(self) -> None:
        if self.name not in self.page.url:
            self.page.goto(f"{self.lab.url}/notebooks/{self.name}.ipynb?token={self.lab.token}")

    def wait_until_idle(self) -> None:
        self.page.wait_for_function(_KERNEL_IS_IDLE)

    def follow(self, cell_id: str, link: str) -> "Notebook7":
        """Press a link to another notebook in a text cell; return that one, in its new tab."""
        self.lab.forget_outputs(link)
        with self.page.context.expect_page() as opening:
            self.cell(cell_id).locator(f'a[href*="{link}"]').first.click()
        return Notebook7(opening.value, self.lab, link, again=True)
