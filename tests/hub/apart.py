"""Start a program in a network of its own: python apart.py PORT... -- PROGRAM [ARGUMENT...]

There the program finds nothing on 127.0.0.1 but these ports, which lead to the same ports of
this computer. All else that listens here is out of its reach, as for a browser elsewhere.
"""

import asyncio
import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
from functools import partial

HERE = "127.0.0.1"
# unshare(1): as root, or (-r) in the part of root where that is allowed to everybody.
UNSHARE = ["unshare", "--net"] if os.name == "posix" and os.getuid() == 0 else ["unshare", "-rn"]
_SET_FLAGS, _UP = 0x8914, 0x1  # SIOCSIFFLAGS and IFF_UP: man 7 netdevice


def is_permitted() -> bool:
    """Tell whether this machine lets us make a network of our own."""
    return (
        bool(shutil.which("unshare"))
        and not subprocess.run([*UNSHARE, "true"], capture_output=True).returncode
    )


async def start(ports: list[int], program: list[str]) -> int:
    """Run the program apart, and carry its connections over. Returns its exit code."""
    ours, theirs = socket.socketpair()
    command = [*UNSHARE, sys.executable, __file__, f"--inside={theirs.fileno()}"]
    os.set_inheritable(theirs.fileno(), True)
    process = await asyncio.create_subprocess_exec(
        *command,
        *map(str, ports),
        "--",
        *program,
        close_fds=False,  # a program may be spoken to through more than its stdin
    )
    theirs.close()
    _, doors, _, _ = await asyncio.to_thread(socket.recv_fds, ours, 1, len(ports))
    for port, door in zip(ports, doors, strict=False):
        await asyncio.start_server(partial(_carry, port), sock=socket.socket(fileno=door))
    return await process.wait()


def step_inside(ports: list[int], program: list[str], channel: int) -> None:
    """Open the doors in the new network, hand them out, and become the program.

    A socket stays in the network that it was made in, whoever accepts on it.
    """
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP))
    doors = [socket.create_server((HERE, port)) for port in ports]
    with socket.socket(fileno=channel) as out:
        socket.send_fds(out, [b"."], [door.fileno() for door in doors])
    os.execvp(program[0], program)


async def _carry(port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        beyond_reader, beyond_writer = await asyncio.open_connection(HERE, port)
    except OSError:
        writer.close()
        return
    await asyncio.gather(_pour(reader, beyond_writer), _pour(beyond_reader, writer))


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass  # one side has hung up
    finally:
        writer.close()


def main(arguments: list[str]) -> int:
    end = arguments.index("--")
    options, program = arguments[:end], arguments[end + 1 :]
    if options and options[0].startswith("--inside="):
        channel = int(options.pop(0).partition("=")[2])
        step_inside([int(port) for port in options], program, channel)
    return asyncio.run(start([int(port) for port in options], program))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
