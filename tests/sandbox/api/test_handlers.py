"""What a handler of the sandbox's API may answer, and what it is given to read."""


def test_an_answer_without_content_and_one_that_is_no_json(caller, play):
    from starlette.responses import Response

    play("PUT", "/users/blocks", lambda call: None)
    play("GET", "/schedule/icalendar", lambda call: Response("BEGIN", media_type="text/calendar"))
    answer = caller.api.raw("PUT", "/users/blocks?target_user_id=1", caller.tokens["user"])
    assert (answer.status, answer.body, answer.headers["ratelimit-limit"]) == (204, None, "800")
    answer = caller.api.raw("GET", "/schedule/icalendar?broadcaster_id=1", client_id=None)
    assert (answer.status, answer.headers["ratelimit-limit"]) == (200, "800")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_status_is_the_catalogues(caller, play):
    play("POST", "/clips", lambda call: {"data": []})
    answer = caller.api.raw("POST", "/clips?broadcaster_id=1", caller.tokens["user"])
    assert (answer.status, answer.body) == (202, {"data": []})


def test_a_handler_reads_checked_values(caller, play):
    seen = []

    def look(call):
        since = call.time("started_at")
        seen.append((call.one("broadcaster_id"), call.many("id"), call.number("first"),
                     call.flag("is_featured"), since and since.isoformat()))  # fmt: skip
        return {"data": []}

    play("GET", "/clips", look)
    for query in (
        "",
        "id=b&id=a&id=b&first=7&is_featured=False&started_at=2026-11-23T12:00:00.5%2B02:00",
        "broadcaster_id=1&is_featured=true",
    ):
        assert caller.api.raw("GET", f"/clips?{query}", caller.tokens["app"]).status == 200
    assert seen == [
        ("", [], 20, None, None),
        ("", ["b", "a"], 7, False, "2026-11-23T12:00:00+02:00"),
        ("1", [], 20, True, None),
    ]
