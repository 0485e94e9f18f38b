"""How long anything waits for a server: one set of numbers, in seconds."""

CONNECT_SECONDS = 5.0  # to find a server by its name and reach it
READ_SECONDS = 20.0  # for its answer, to the last byte
EXCHANGE_SECONDS = 30.0  # for everything between the call and the answer

# Who refreshes a token holds the token file's lock for one exchange: others wait longer than that.
LOCK_SECONDS = EXCHANGE_SECONDS + 10
