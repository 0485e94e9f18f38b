"""What can be wrong with one API call: the second half of the table in `causes`.

Most messages name the parameter themselves. Beside Twitch's own there are those of the mock
server in Twitch's command line tool, which other clients of this course may meet, too.
"""

from helpers.catalogue.causes import REQUEST, RIGHTS, SCOPES, STATE, TOKEN, TWITCH, Row

_CHANGE = "Change that value, then run this cell again."
_ID = "Take the ID from the answer of an earlier call, such as users or search/channels."

ROWS = (
    # --- whose token it is ---
    Row(
        TOKEN,
        ("Must provide an ID, Login or OAuth Token",),
        "An app token belongs to no user, so Twitch cannot tell whose account you want.",
        "Say it: add id or login.",
    ),
    Row(
        TOKEN,
        ("The user_id query parameter is required if you specify an app access token.",),
        "An app token belongs to no user, so Twitch cannot tell whom you ask about.",
        "Add user_id, or send a user access token.",
    ),
    Row(
        REQUEST,
        (
            "The ID in {name} must not match the user ID found in {text}",
            "you can't block yourself",
            "The IDs on {name} and {name} cannot be the same ID",
        ),
        "Both IDs are those of the same user, and this call is about two.",
        "Give the ID of the other user.",
    ),
    Row(
        SCOPES,
        ("When user_id param is provided, user_id must match {text}",),
        "To ask about one follower, the token must be that user's, or a moderator's with the "
        "scope moderator:read:followers.",
        "Leave user_id out, or get such a token in 05_authorization_code.",
    ),
    Row(
        TOKEN,
        (
            "The ID in {name} must match the user ID found in {text}",
            "{name} does not match User ID in the access token",
            "{name} does not match token",
            "{name} must match token",
            "{name} must match the token",
            "{name} param does not match token",
            "User token does not match {name} parameter",
            "{name} is invalid when using user access token",
        ),
        "The ID in {name} is not the user's whose token was sent (an app token has no user).",
        "Use that user's ID, or the token of the user with this ID.",
    ),
    Row(
        TOKEN,
        ("{name} ID does not match token.", "Broadcaster ID mismatch"),
        "The ID that was sent is not the user's whose token was sent.",
        "Use that user's ID, or the token of the user with this ID.",
    ),
    # --- what the user may do ---
    Row(
        RIGHTS,
        ("Not authorized to {text}",),
        "The user of this token may not do this on that channel: {all}.",
        "Use a channel of your own, or one whose owner has made you an editor.",
    ),
    Row(
        RIGHTS,
        ("The user specified in parameter {name} is not one of the broadcaster's moderators",),
        "The user in {name} is no moderator of that channel.",
        "Use your own channel, or one where you are a moderator.",
    ),
    Row(
        RIGHTS,
        (
            "the broadcaster is not partnered, failed to set delay",
            "Delay is partner only",
            "User is not an affiliate or partner.",
            "Only partners and affiliates may create a segment that is not recurring.",
        ),
        "This is for partners or affiliates of Twitch alone, and the channel is none.",
        "Leave it out; in the schedule, is_recurring set to True works for everyone.",
    ),
    Row(
        RIGHTS,
        (
            "User {text} cannot be banned or timed out",
            "You may not ban or time out user {text}",
            "The broadcaster cannot be removed as a moderator",
            "User cannot become a moderator because they are banned.",
        ),
        "Twitch does not let this be done to that user: {all}.",
        "Choose another user, or change what the message names first.",
    ),
    # --- how things stand ---
    Row(
        STATE,
        (
            "Clipping is not possible for an offline channel.",
            "Requested broadcaster is not live",
            "The user in {name} is not live.",
            "user is not live",
            "User is not currently live and must be to run commercials",
        ),
        "The channel is not live, and this needs a running stream.",
        "Begin one first; in the sandbox, TwitchDev is always live: sign in as TwitchDev in "
        "05_authorization_code.",
    ),
    Row(
        STATE,
        ("schedule was not found",),
        "This channel has no schedule yet.",
        "Add a stream to it first, as in 13_streams.",
    ),
    Row(
        STATE,
        ("segments were not found",),
        "The schedule has no entry with this ID.",
        "Take the ID from Get Channel Stream Schedule.",
    ),
    Row(
        STATE,
        ("The user is not subscribed to the broadcaster.",),
        "There is no subscription: this is Twitch's way to say no, and nothing is broken.",
        "Read the 404 as no, or ask about another channel.",
    ),
    Row(
        STATE,
        (
            "No video was found.",
            "No video was found for {name}.",
            "user does not have a recent VOD",
        ),
        "There is no video that fits, or its streamer does not keep videos.",
        "Ask for another one; Get Videos with user_id lists those there are.",
    ),
    Row(
        STATE,
        (
            "User {text} is already banned",
            "User is not banned",
            "User is already a VIP",
            "User is not a VIP in broadcaster's channel",
            "The specified user is a moderator. {text}",
            "The user is currently a VIP. {text}",
            "The user specified in parameter {name} is already a moderator on this channel",
            "The user specified in parameter {name} is not a moderator on this channel",
            "ID {text} is already fulfilled or cancelled",
            "Existing vacation already exists",
        ),
        "Things already stand so that this cannot be done: {all}.",
        "Look at how they stand with the GET call first, and change what the message names.",
    ),
    # --- what was not found ---
    Row(
        REQUEST,
        (
            "The user in {name} was not found.",
            "The user in {name} does not exist.",
            "The broadcaster in {name} was not found.",
            "The ID in {name} was not found",
            "User specified in {name} doesn't exist",
            "Invalid {name}: No broadcaster by that ID exists",
        ),
        "Twitch has no user with the ID in {name}.",
        _ID,
    ),
    Row(
        REQUEST,
        (
            "No broadcaster by that ID exists",
            "User {text} doesn't exist",
            "User ID invalid",
            "error getting user",
        ),
        "Twitch has no user with this ID.",
        _ID,
    ),
    Row(
        REQUEST,
        (
            "The ID in {name} is not valid.",
            "The game in {name} was not found.",
            "Game ID is invalid",
            "invalid game_id",
            "Invalid category_id provided",
        ),
        "Twitch has no category with this ID.",
        "Take the ID from search/categories or games.",
    ),
    Row(
        REQUEST,
        (
            "Custom reward not found for broadcaster",
            "Redemption ID {text} does not exist or is not owned by the broadcaster",
        ),
        "This channel has no reward or redemption with this ID.",
        "Take the ID from the GET call of the same path.",
    ),
    # --- parameters ---
    Row(
        REQUEST,
        ("Invalid cursor.", "Error decoding parameter {name}"),
        "The cursor in after is not one that Twitch gave for this list.",
        "Start without after.",
    ),
    Row(
        REQUEST,
        (
            "The parameters {name} and {name} must not be used together.",
            "A cursor must not be used together with {name}.",
        ),
        "Two parameters exclude each other: {all}.",
        "Leave out one of the two.",
    ),
    Row(
        REQUEST,
        (
            "Invalid username(s), email(s), or ID(s). Bad Identifiers.",
            "Invalid login names, emails or IDs in request",
        ),
        "A value of id or login cannot be one: an id is all digits, a login is small letters, "
        "digits and underscores.",
        "Correct the value, and send several as a list, never joined by commas.",
    ),
    Row(
        REQUEST,
        ('The parameter "{name}" was malformed: {text}',),
        "The value of {name} is not one that Twitch takes: {text}.",
        _CHANGE,
    ),
    Row(
        REQUEST,
        (
            "Must provide only one of the following {text}",
            "Must provide exactly one of {text}",
            "only one of {text}",
            "one of {text} is required",
            "at least one {text} is required",
            "if id is provided, then {text} are unavailable",
            "Body missing one of {text}",
            "Must provide at least one field to change.",
        ),
        "This call takes certain parameters one at a time, and none or too many came: {all}.",
        "Send exactly what the message asks for.",
    ),
    Row(
        REQUEST,
        (
            "{text} required if {text}",
            "The {name} query parameter is required if you don't specify {text}",
        ),
        "One value asks for another: {all}.",
        "Add what is missing, then run this cell again.",
    ),
    Row(
        REQUEST,
        (
            'Missing required parameter "{name}"',
            "Missing required parameter {name}",
            "Missing required paramater {name}",
            "Missing required field {name} in request body",
            "Required parameter {name} is missing",
            "The {name} query parameter is required",
            "The {name} query parameter is required.",
            "The {name} field in the request's body is required.",
            "query parameter {name} is required",
            "{name} is required",
            "Missing {name}",
        ),
        "{name} was missing or empty.",
        "Add it, then run this cell again: the API reference says whether it belongs into params "
        "or into json.",
    ),
    Row(
        REQUEST,
        (
            "Missing required parameter",
            "Title or cost misssing",
            "{text} is required",
            "{text} are required",
            "{text} is required for {text}",
            "each choice must have a title",
            "Message field must be present and not contain an empty string",
        ),
        "A value that this call needs was missing or empty: {all}.",
        "Add it, then run this cell again.",
    ),
    Row(
        REQUEST,
        (
            "The request body must be a JSON object.",
            "Body unable to be parsed",
            "Error parsing body",
            "Error reading body",
            "Invalid body",
        ),
        "The body of the request is not the JSON object that this call reads.",
        "Give a dict as json={…}, with the fields of the API reference.",
    ),
    Row(
        REQUEST,
        (
            "{text} must {text}",
            "{text} may only {text}",
            "This endpoint only supports up to {text}",
            "FirstOccurrenceDate can't {text}",
        ),
        "A value is outside what this call takes: {all}.",
        _CHANGE,
    ),
    Row(
        REQUEST,
        (
            "Invalid {text} provided",
            "Invalid {text} requested",
            "Invalid/malformed {text} provided",
            "Error parsing {text}",
            "{text} is not valid",
            "{text} is an invalid value",
            "Parameter {name} is in an invalid format",
        ),
        "A value does not have the form that this call reads: {all}.",
        _CHANGE,
    ),
    Row(
        REQUEST,
        ("too many parameters", "query too long", "request body too large"),
        "The request is too long for one call.",
        "Send fewer values at once: a hundred of one parameter is the most.",
    ),
    Row(
        TWITCH,
        (
            "error inserting {text}",
            "error updating {text}",
            "error fetching {text}",
            "Error writing request",
        ),
        "The server could not look it up or store it; nothing is wrong on your side.",
        "Wait a minute, then run this cell again.",
    ),
)
