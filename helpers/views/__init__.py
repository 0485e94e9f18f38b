"""The forms, and what shows a request and its response: the only room that knows ipywidgets."""

from helpers.views.begin import begin
from helpers.views.charts import bar_chart, timeline
from helpers.views.checkpoints import checkpoint, contents
from helpers.views.client_id import client_id_form
from helpers.views.confirmation import confirmation
from helpers.views.credentials import credentials_form
from helpers.views.device_panel import device_panel
from helpers.views.exchange import show
from helpers.views.fields import explain_fields
from helpers.views.gallery import gallery
from helpers.views.grant_chooser import grant_chooser
from helpers.views.id_token import id_token_checks, id_token_parts
from helpers.views.limits import rate_limit
from helpers.views.mode import mode_form
from helpers.views.pages import account, checklist, source, token_file
from helpers.views.paging import progress
from helpers.views.records import before_after, table
from helpers.views.scope_explorer import scope_explorer
from helpers.views.scopes import scope_form
from helpers.views.sign_in_panel import sign_in
from helpers.views.tidy import tidy_form
from helpers.views.wait_panel import wait_panel
from helpers.views.wallet import wallet
from helpers.views.week import week

__all__ = [
    "account",
    "bar_chart",
    "before_after",
    "begin",
    "checklist",
    "checkpoint",
    "client_id_form",
    "confirmation",
    "contents",
    "credentials_form",
    "device_panel",
    "explain_fields",
    "gallery",
    "grant_chooser",
    "id_token_checks",
    "id_token_parts",
    "mode_form",
    "progress",
    "rate_limit",
    "scope_explorer",
    "scope_form",
    "show",
    "sign_in",
    "source",
    "table",
    "tidy_form",
    "timeline",
    "token_file",
    "wait_panel",
    "wallet",
    "week",
]
