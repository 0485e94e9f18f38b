"""The API's endpoints about blocked users."""

from helpers.sandbox.api import paging
from helpers.sandbox.api.call import Answer, Call, Handler
from helpers.sandbox.api.world import world_of
from helpers.sandbox.world import blocks, users


def get_user_block_list(call: Call) -> Answer:
    """GET /users/blocks: whom the broadcaster blocked, newest block first.

    https://dev.twitch.tv/docs/api/reference/#get-user-block-list
    """
    with world_of(call) as world:
        return paging.page(call, blocks.blocks(world, call.one("broadcaster_id")))


def block_user(call: Call) -> Answer:
    """PUT /users/blocks: the token's owner blocks the target. Again is no error.

    `source_context` and `reason` change nothing that the API would show.
    https://dev.twitch.tv/docs/api/reference/#block-user
    """
    user_id, target_id = call.token.user_id or "", call.one("target_user_id")
    # Both texts are UNCONFIRMED, and so is that a target must exist.
    if target_id == user_id:
        raise call.refused(
            400,
            "The ID in target_user_id must not match the user ID found in the request's OAuth "
            "token.",
        )
    if users.by_id(target_id) is None:
        raise call.refused(400, "The user in target_user_id does not exist.")
    with world_of(call) as world:
        blocks.block(world, user_id, target_id)
    return None


def unblock_user(call: Call) -> Answer:
    """DELETE /users/blocks: the block ends. Who was not blocked is no error.

    https://dev.twitch.tv/docs/api/reference/#unblock-user
    """
    with world_of(call) as world:
        blocks.unblock(world, call.token.user_id or "", call.one("target_user_id"))
    return None


PLAYED: dict[tuple[str, str], Handler] = {
    ("GET", "/users/blocks"): get_user_block_list,
    ("PUT", "/users/blocks"): block_user,
    ("DELETE", "/users/blocks"): unblock_user,
}
