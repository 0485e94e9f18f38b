"""The second half of the lesson: short files to read beside the notebooks.

Importing `helpers` loads nothing else; a notebook imports the room that it needs:

- `helpers.grants`: one file per OAuth grant flow
- `helpers.helix`: calls to the Twitch API
- `helpers.tokens`: what a token is, and the local file that keeps it
- `helpers.views`: the forms, and what shows a request and its response
- `helpers.sandbox`: the offline double of Twitch
"""
