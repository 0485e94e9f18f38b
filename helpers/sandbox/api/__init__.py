"""The sandbox's API: what every call goes through, and the endpoints that it plays.

A call meets, in this order: a fault if one was asked for, the endpoint (404, 410), the caller
(401), the gate (400, 401), the rate limit (429), the scopes (401), the parameters (401, 400), the
handler of the endpoint (501 if it has none). Answers from before the rate limit do not carry its
headers. The catalogue drives all of it, up to the handler. `played` lists the handlers.
"""
