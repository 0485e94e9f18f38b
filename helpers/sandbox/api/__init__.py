"""The sandbox's API: what every call goes through, and the endpoints that it plays.

A call meets, in this order: a fault if one was asked for, the endpoint (404, 410), the caller
(401, 429), the parameters (401, 400), the handler of the endpoint (501 if it has none).
helpers.catalogue.endpoints drives all of it, up to the handler. `played` lists the handlers.
"""
