"""The tables of the state file, and how those of an older version become them."""

VERSION = 4  # user_version: raise it when the tables change

_TOKENS = (
    # Without a rowid there is one tree, not two: a new app access token is one page to write.
    """CREATE TABLE tokens (
        access_token TEXT PRIMARY KEY,
        client_id TEXT NOT NULL REFERENCES apps,
        user_id TEXT,  -- NULL: an app access token
        scopes TEXT NOT NULL,  -- separated by spaces
        expires_at INTEGER NOT NULL,  -- Unix seconds
        refresh_token TEXT,  -- NULL: it cannot be refreshed
        userinfo TEXT NOT NULL,  -- claims that /userinfo adds, separated by spaces
        number INTEGER NOT NULL  -- of a user's: the lowest is the oldest of the application
    ) WITHOUT ROWID""",
    # App access tokens are in neither index: each index is one more page to write.
    "CREATE INDEX tokens_of_user ON tokens (user_id, client_id) WHERE user_id IS NOT NULL",
    "CREATE INDEX tokens_of_refresh_token ON tokens (refresh_token)"
    " WHERE refresh_token IS NOT NULL",
)
# Of the login service's grants, what may be used once only is deleted when it is used.
_GRANTS = (
    """CREATE TABLE refresh_tokens (
        refresh_token TEXT PRIMARY KEY,
        client_id TEXT NOT NULL REFERENCES apps,
        user_id TEXT NOT NULL,
        scopes TEXT NOT NULL,
        expires_at INTEGER,  -- NULL: age does not end it
        spent INTEGER NOT NULL,  -- 1: used up, and kept to notice a replay
        userinfo TEXT NOT NULL DEFAULT ''
    ) WITHOUT ROWID""",
    """CREATE TABLE codes (
        code TEXT PRIMARY KEY,
        client_id TEXT NOT NULL REFERENCES apps,
        redirect_uri TEXT NOT NULL,
        user_id TEXT NOT NULL,
        scopes TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        nonce TEXT NOT NULL DEFAULT '',
        id_token TEXT NOT NULL DEFAULT '',  -- claims that the ID token adds
        userinfo TEXT NOT NULL DEFAULT ''
    ) WITHOUT ROWID""",
    """CREATE TABLE device_codes (
        device_code TEXT PRIMARY KEY,
        user_code TEXT NOT NULL UNIQUE,
        client_id TEXT NOT NULL REFERENCES apps,
        scopes TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        user_id TEXT  -- NULL: nobody has said yes so far
    ) WITHOUT ROWID""",
)
_SIGNING_KEY = """CREATE TABLE signing_key (
        number INTEGER PRIMARY KEY CHECK (number = 1),  -- so that there is one at most
        pem TEXT NOT NULL
    )"""
TABLES = (
    """CREATE TABLE apps (
        client_id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        secret TEXT  -- NULL: a public application
    )""",
    """CREATE TABLE consents (
        user_id TEXT NOT NULL,
        client_id TEXT NOT NULL REFERENCES apps,
        scope TEXT NOT NULL,
        PRIMARY KEY (user_id, client_id, scope)
    ) WITHOUT ROWID""",
    *_TOKENS,
    *_GRANTS,
    _SIGNING_KEY,
)
# Older versions are brought up to date in place.
_FROM_1 = (
    "ALTER TABLE tokens RENAME TO old_tokens",
    *_TOKENS,
    *_GRANTS,
    """INSERT INTO tokens
        SELECT access_token, client_id, user_id, scopes, expires_at, NULL, '',
            row_number() OVER (ORDER BY expires_at)
        FROM old_tokens""",
    "DROP TABLE old_tokens",
    _SIGNING_KEY,
)
_FROM_3 = (
    "DROP INDEX tokens_of_user",
    "DROP INDEX tokens_of_refresh_token",
    "ALTER TABLE tokens RENAME TO old_tokens",
    *_TOKENS,
    """INSERT INTO tokens
        SELECT access_token, client_id, user_id, scopes, expires_at, refresh_token, userinfo,
            number
        FROM old_tokens""",
    "DROP TABLE old_tokens",
)
_FROM_2 = (
    "ALTER TABLE tokens ADD COLUMN userinfo TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE refresh_tokens ADD COLUMN userinfo TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE codes ADD COLUMN nonce TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE codes ADD COLUMN id_token TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE codes ADD COLUMN userinfo TEXT NOT NULL DEFAULT ''",
    _SIGNING_KEY,
    *_FROM_3,
)
MIGRATIONS = {1: _FROM_1, 2: _FROM_2, 3: _FROM_3}
