# SPDX-License-Identifier: GPL-3.0-or-later
# Root of a user namespace, as in a container without privileges: user 0, and hardly any other user is there.
import subprocess

from story import tell
from story.signed_channels import Somebody, base_channel


def tell_of_fake_root(story):
    me = Somebody(story)
    base = base_channel(me)
    command = story.command("build", "-L", base.path, "greet")
    done = subprocess.run(["unshare", "--map-root-user", "sh", "-c", 'cat /proc/self/uid_map; exec "$@"', "sh", *command],
                          env=me.environment(), cwd=me.home, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    story.check_equal(f"it evaluates and builds: {done.stderr}", done.returncode, 0)
    story.check_equal("one user is there", lines[0].split()[::2], ["0", "1"])
    story.check_equal("the outcome is everybody's", lines[1:], me("build", "-L", base.path, "greet").splitlines())


tell(tell_of_fake_root)
