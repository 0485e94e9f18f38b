"""Take the README's picture: `python -m tests.tools.screenshot [FILE] [--dark]`.

Opens notebook 01 in JupyterLab, goes through it as a learner would, and photographs the result.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.lab import BROWSER_FLAGS, find_browser, running_lab
from tests.browser.notebook import Notebook

PICTURE = Path(__file__).with_name("screenshot.png")


def main() -> None:
    parser = argparse.ArgumentParser(description="Take the README's picture of a notebook.")
    parser.add_argument("file", nargs="?", type=Path, default=PICTURE)
    parser.add_argument("--dark", action="store_true", help="in JupyterLab's dark theme")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=BROWSER_FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        with running_lab(Path(folder), dark=arguments.dark) as lab:
            notebook = Notebook(page, lab, "01_app_access_token")
            notebook.run_through("form-code")
            form = notebook.output("form-code")
            form.get_by_role("button", name="Use these credentials").click()
            form.get_by_text("In use: the client ID").wait_for()
            notebook.run("request-code")
            notebook.cell("request").scroll_into_view_if_needed()
            notebook.cell("request-code").scroll_into_view_if_needed()
            page.screenshot(path=arguments.file)
        browser.close()
    print(f"Written: {arguments.file}")


if __name__ == "__main__":
    main()
