# SPDX-License-Identifier: GPL-3.0-or-later
# The image of a machine, run by runc with the rights that docker gives: services run, files that the engine put
# into /etc stay, the end comes in good order, and a second life begins afresh.
import os
import sys

from story import tell
from story.channel import CHANNEL, shared_root
from story.containers import Bundle, inspected

DECLARATION = """
(use-modules (cairn accounts) (cairn services) (cairn supervision) (cairn system)
             (distro base) (distro services supervision))

(operating-system
 (host-name "boxed")
 (users (list (user-account (name "alice") (group "users") (home-directory "/home/alice")
                            (shell (file-append bash "/bin/bash")))))
 (services
  (list SECRET
        (simple-service 'motd etc-service-type
                        (list (list "motd" (plain-file "motd" "boxed up\\n"))
                              (list "engine/conf" (plain-file "conf" "declared\\n"))))
        (simple-service 'worker supervision-service-type
                        (list (supervised-service
                               (name "worker")
                               (user "alice")
                               (group "users")
                               (command (list (file-append bash "/bin/bash") "-c"
                                              "trap 'echo ended; exit' TERM; echo began; while :; do sleep 0.1; done"))))))))
"""
SECRET = """(simple-service 'key secret-service-type
                        (list (secret (name "key") (source "/var/lib/key"))))"""
LOG = "/var/log/worker/current"
PROFILE = "/run/current-system/profile/bin"


def image_of(story, name, secret=""):
    path = os.path.join(story.folder, name)
    file = story.write("boxed.scm", DECLARATION.replace("SECRET", secret))
    story.check_equal("the file is printed",
                      story.cairn("system", "image", "-t", "docker", "-L", str(CHANNEL), "-o", path, file), path + "\n")
    return path


def bundle_of(story, image):
    bundle = Bundle(image, story.folder)
    bundle.allow_usual_rights()
    hosts = story.write("hosts", "192.0.2.1 engine\n")
    folder = os.path.join(story.folder, "engine")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "conf"), "w", encoding="utf-8") as file:
        file.write("engine's\n")
    bundle.change({}, [{"destination": f"/etc/{name}", "type": "bind", "source": source, "options": ["rbind"]}
                       for name, source in (("hosts", hosts), ("engine", folder))])
    return bundle


def life(story, bundle, number):
    """The NUMBERth time that it runs."""
    process = bundle.start()
    story.check("the worker begins", bundle.comes_to_say(LOG, "began", number))
    story.check_equal("/etc is what it declares", bundle.inside(f"{PROFILE}/cat", "/etc/motd"), "boxed up\n")
    story.check_equal("what the engine put there stays", bundle.inside(f"{PROFILE}/cat", "/etc/hosts"), "192.0.2.1 engine\n")
    story.check_contains("process 1 starts the machine", bundle.inside(f"{PROFILE}/cat", "/proc/1/cmdline"), "/sbin/init")
    story.check_equal("folders, too", bundle.inside(f"{PROFILE}/cat", "/etc/engine/conf"), "engine's\n")
    story.check_equal("/run begins empty", bundle.inside("sh", "-c", "test -e /run/left || echo empty; touch /run/left"), "empty\n")
    bundle.signal("TERM")
    said, _ = process.communicate(timeout=30)
    story.check_equal(f"it ends in good order: {said}", process.returncode, 0)
    story.check_equal("services were told to end", bundle.file(LOG).count("ended"), number)


def main(story):
    if os.geteuid() != 0:
        print("skip: only root runs containers here")
        sys.exit(0)
    story.root = shared_root(story.programs)
    image = image_of(story, "one.tar")
    with open(image, "rb") as first, open(image_of(story, "two.tar"), "rb") as second:
        story.check("the same bytes each time", first.read() == second.read())
    story.check("the store is in layers", len(inspected(image)["Layers"]) > 3)
    bundle = bundle_of(story, image)
    life(story, bundle, 1)
    life(story, bundle, 2)
    refused = bundle_of(story, image_of(story, "three.tar", SECRET)).run()
    story.check(f"a secret on a disk is refused\n{refused.stderr}", refused.returncode == 1
                and "/run is on a disk, where a secret would stay" in refused.stderr)


tell(main)
