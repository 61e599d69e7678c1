"""The files of examples/deploy: their steps are run, each time in a fresh clone, as the files say."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import yaml
from cronsim import CronSim

import feedwright
from conftest import NOW, slow
from store_servers import S3Server

DEPLOY = Path(__file__).parents[1] / "examples" / "deploy"
BIN = Path(sys.executable).parent

FAKE_PYTHON = """\
#!/bin/sh
# Installing is for the machine of the example: here, feedwright is installed.
if [ "$1 $2 $3" = "-m pip install" ]; then echo "$*" >> "$PIP_LOG"; exit 0; fi
exec "{python}" "$@"
"""


class Newsroom:
    """A repository with articles, and the place where feeds are served: `published` is that folder."""

    def __init__(self, root: Path, url: str, published: Path) -> None:
        self.root, self.url, self.published = root, url, published
        self.origin, self.kept, self.number = root / "origin", root / "kept", 0
        tools = root / "bin"
        tools.mkdir()
        (tools / "python").write_text(FAKE_PYTHON.format(python=sys.executable))
        (tools / "python").chmod(0o755)
        for name in ("feedwright", "nginx"):
            if (found := shutil.which(name, path=f"{BIN}:{os.environ['PATH']}:/usr/sbin")) is not None:
                (tools / name).symlink_to(found)
        self.environment = {
            **{name: value for name, value in os.environ.items() if name.startswith(("AWS_", "TMP", "LANG"))},
            "PATH": f"{tools}:/usr/bin:/bin",
            "HOME": str(root),
            "PIP_LOG": str(root / "pip.log"),
            "FEEDS_URL": url,
        }
        (self.origin / "content/news").mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch", "main")
        self.write("config.yaml", f"site:\n  title: Post\n  url: https://post.test/\nfeeds:\n  url: {url}\n")
        for name in ("same", "edited", "renamed", "gone"):
            self.article(name)

    def git(self, *words: str) -> None:
        who = ["-c", "user.name=Desk", "-c", "user.email=desk@example.org"]
        subprocess.run(["git", *who, *words], cwd=self.origin, check=True, capture_output=True)

    def write(self, path: str, text: str) -> None:
        (self.origin / path).write_text(text)

    def article(self, name: str, more: str = "") -> None:
        text = f"---\ntitle: {name.title()}\ndate: 2026-11-20\n---\n\nOf {name}.{more}\n"
        self.write(f"content/news/{name}.md", text)

    def clone(self) -> Path:
        """A fresh checkout of what is committed now."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Articles")
        self.number += 1
        folder = self.root / f"clone{self.number}"
        subprocess.run(["git", "clone", "--quiet", str(self.origin), str(folder)], check=True)
        return folder

    def run(
        self, script: str, folder: Path, shell: tuple[str, ...] = ("bash", "-eo", "pipefail", "-c")
    ) -> int:
        done = subprocess.run(
            [*shell, script], cwd=folder, env=self.environment, capture_output=True, text=True, check=False
        )
        self.said = done.stdout + done.stderr
        return done.returncode

    def keep(self, folder: Path, paths: list[str]) -> None:
        """What a cache does at the end of a job."""
        shutil.rmtree(self.kept, ignore_errors=True)
        for path in paths:
            if (folder / path).exists():
                shutil.copytree(folder / path, self.kept / path, copy_function=shutil.copy2)

    def restore_kept(self, folder: Path) -> None:
        if self.kept.exists():
            shutil.copytree(self.kept, folder, dirs_exist_ok=True, copy_function=shutil.copy2)

    def publish(self, folder: Path) -> None:
        shutil.rmtree(self.published, ignore_errors=True)
        shutil.copytree(folder, self.published)

    def shown(self) -> dict[str, tuple[str, str]]:
        """Id and date of the last change of each article that readers see, by title."""
        items = json.loads((self.published / "feed.json").read_text())["items"]
        return {one["title"]: (one["id"], one["date_modified"]) for one in items}


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    published = tmp_path / "published"
    published.mkdir()

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(published)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Newsroom(tmp_path, f"http://127.0.0.1:{server.server_port}/", published)
    server.shutdown()
    server.server_close()


Job = Callable[[Newsroom], int]
"""Runs an example in a fresh clone, and publishes what it says; returns the exit code of the job."""


def live(newsroom: Newsroom, job: Job, forget: Callable[[], None] | None = None) -> None:
    """What a newsroom does with it: three builds, the last one without what a cache had kept."""
    assert job(newsroom) == 0, newsroom.said
    first = newsroom.shown()
    assert first.keys() == {"Same", "Edited", "Renamed", "Gone"}
    for turn in (1, 2):
        if turn == 2:
            # What nobody asked for in weeks is thrown away.
            (forget or partial(shutil.rmtree, newsroom.kept, ignore_errors=True))()
        newsroom.article("edited", f" Corrected {turn}.")
        (newsroom.origin / f"content/news/renamed{'' if turn == 1 else 1}.md").rename(
            newsroom.origin / f"content/news/renamed{turn}.md"
        )
        (newsroom.origin / "content/news/gone.md").unlink(missing_ok=True)
        before = newsroom.shown()
        assert job(newsroom) == 0, newsroom.said
        after = newsroom.shown()
        assert after.keys() == {"Same", "Edited", "Renamed"}
        assert after["Same"] == first["Same"]
        assert after["Renamed"] == first["Renamed"]
        assert after["Edited"][0] == first["Edited"][0]
        assert after["Edited"][1] > before["Edited"][1]
        assert first["Gone"][0].encode() in (newsroom.published / "atom.xml").read_bytes()
        time.sleep(1.1)
    newsroom.write("content/news/broken.md", "---\ntitle: Broken\ndate: 32 March\n---\n\nOf it.\n")
    assert job(newsroom) == 0, newsroom.said
    assert newsroom.shown() == after, "a broken article stops no other"
    newsroom.write("config.yaml", "site: [\n")
    assert job(newsroom) != 0
    assert newsroom.shown() == after, "a job that fails publishes nothing"


def yaml_of(name: str) -> Any:
    return yaml.safe_load((DEPLOY / name).read_text())


def github_job(newsroom: Newsroom, name: str) -> int:
    """Runs the steps of a workflow as GitHub's runner does."""
    workflow = yaml_of(name)
    [job] = workflow["jobs"].values()
    folder = newsroom.clone()
    for step in job["steps"]:
        action, given = step.get("uses", "").partition("@")[0], step.get("with", {})
        if action == "actions/cache/restore":
            newsroom.restore_kept(folder)
        elif action == "actions/cache/save":
            newsroom.keep(folder, given["path"].split())
        elif action == "actions/upload-pages-artifact":
            newsroom.publish(folder / given["path"])
        elif not action:
            assert "${{" not in step["run"]
            if (code := newsroom.run(step["run"], folder)) != 0:
                return code
        else:
            assert action in {
                "actions/checkout",
                "actions/setup-python",
                "actions/deploy-pages",
                "aws-actions/configure-aws-credentials",
            }
    return 0


def gitlab_job(newsroom: Newsroom) -> int:
    job = yaml_of("gitlab-pages/gitlab-ci.yml")["pages"]
    folder = newsroom.clone()
    newsroom.restore_kept(folder)
    code = newsroom.run("\n".join(job["script"]), folder)
    if code == 0:
        newsroom.keep(folder, [path for path in job["cache"]["paths"] if path != ".pip/"])
        newsroom.publish(folder / job["artifacts"]["paths"][0])
    return code


def netlify_job(newsroom: Newsroom) -> int:
    settings = tomllib.loads((DEPLOY / "netlify/netlify.toml").read_text())
    folder = newsroom.clone()
    code = newsroom.run(settings["build"]["command"], folder, ("bash", "-c"))
    if code == 0:
        newsroom.publish(folder / settings["build"]["publish"])
    return code


def cloudflare_job(newsroom: Newsroom) -> int:
    folder = newsroom.clone()
    shutil.copy(DEPLOY / "cloudflare-pages/build.sh", folder)
    code = newsroom.run("sh build.sh", folder)
    if code == 0:
        settings = tomllib.loads((DEPLOY / "cloudflare-pages/wrangler.toml").read_text())
        newsroom.publish(folder / settings["pages_build_output_dir"])
        assert "rss+xml" in (newsroom.published / "_headers").read_text()
    return code


@slow
def test_github_pages(newsroom: Newsroom) -> None:
    live(newsroom, partial(github_job, name="github-pages/feeds.yml"))
    workflow = yaml_of("github-pages/feeds.yml")
    assert workflow["concurrency"] == {"group": "feeds", "cancel-in-progress": False}
    log = (newsroom.root / "pip.log").read_text()
    assert f"feedwright=={feedwright.__version__}" in log


@slow
@pytest.mark.parametrize("job", [gitlab_job, netlify_job, cloudflare_job])
def test_jobs_of_others(newsroom: Newsroom, job: Job) -> None:
    live(newsroom, job)
    assert f"feedwright=={feedwright.__version__}" in (newsroom.root / "pip.log").read_text()


# buckets


class Bucket:
    """The buckets of an example, under other names on a server of our own."""

    def __init__(self, s3: S3Server, newsroom: Newsroom) -> None:
        self.s3, self.newsroom = s3, newsroom
        self.names = {name: f"{name}-{newsroom.root.name[-40:]}".lower() for name in ("feeds", "state")}
        self.names = {
            name: re.sub("[^a-z0-9-]", "-", full)[:60].strip("-") for name, full in self.names.items()
        }
        for full in self.names.values():
            s3.client().create_bucket(Bucket=full)

    def configured(self, text: str) -> str:
        text = text.replace("https://feeds.harbourpost.example/", self.newsroom.url)
        for name, full in self.names.items():
            text = text.replace(f"s3://harbourpost-{name}", f"s3://{full}")
        return text

    def download(self) -> None:
        """What the CDN serves."""
        shutil.rmtree(self.newsroom.published, ignore_errors=True)
        listed = self.s3.client().list_objects_v2(Bucket=self.names["feeds"]).get("Contents", ())
        for one in listed:
            file = self.newsroom.published / one["Key"]
            file.parent.mkdir(parents=True, exist_ok=True)
            self.s3.client().download_file(self.names["feeds"], one["Key"], str(file))

    def forget(self) -> None:
        for one in self.s3.client().list_objects_v2(Bucket=self.names["state"])["Contents"]:
            self.s3.client().delete_object(Bucket=self.names["state"], Key=one["Key"])


@slow
def test_a_bucket_behind_a_cdn(newsroom: Newsroom, s3: S3Server) -> None:
    bucket = Bucket(s3, newsroom)
    newsroom.environment |= {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    newsroom.write("config.yaml", bucket.configured((DEPLOY / "bucket/config.yaml").read_text()))

    def job(newsroom: Newsroom) -> int:
        code = github_job(newsroom, "bucket/feeds.yml")
        bucket.download()
        return code

    live(newsroom, job, bucket.forget)


@slow
def test_a_cron_job_of_kubernetes(newsroom: Newsroom, s3: S3Server) -> None:
    bucket = Bucket(s3, newsroom)
    newsroom.environment |= {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    config, cron_job = yaml.safe_load_all((DEPLOY / "kubernetes/cronjob.yaml").read_text())
    pod = cron_job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    [content], [build] = pod["initContainers"], pod["containers"]
    for container in (content, build):
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert re.search(r":\d+\.\d+\.\d+$", container["image"])
    next(CronSim(cron_job["spec"]["schedule"], NOW))
    # What every build has anew, and what stays: the volume with the feeds.
    folders = {"/news": "news", "/etc/feedwright": "etc", "/srv/feeds": "feeds"}
    is_broken = False

    def job(newsroom: Newsroom) -> int:
        nonlocal is_broken
        is_broken = (newsroom.origin / "config.yaml").read_text().startswith("site: [")
        newsroom.clone()
        place = newsroom.root / f"pod{newsroom.number}"

        def mapped(text: str) -> str:
            for path, name in folders.items():
                parent = newsroom.root if name == "feeds" else place
                text = re.sub(rf"(?<![\w.]){path}\b", str(parent / name), text)
            return text

        (place / "etc").mkdir(parents=True)
        (newsroom.root / "feeds").mkdir(exist_ok=True)
        text = "site: [" if is_broken else mapped(bucket.configured(config["data"]["config.yaml"]))
        (place / "etc/config.yaml").write_text(text)
        newsroom.environment["REPOSITORY"] = f"file://{newsroom.origin}"
        for container in (content, build):
            script = mapped("\n".join(container["args"]))
            if (code := newsroom.run(script, place, ("/bin/sh", "-c"))) != 0:
                return code
        newsroom.publish(newsroom.root / "feeds/news")
        return 0

    live(newsroom, job, bucket.forget)


# servers


def test_crontab(newsroom: Newsroom) -> None:
    folder = newsroom.clone()
    lines = [line for line in (DEPLOY / "cron/crontab").read_text().splitlines() if line and line[0] != "#"]
    settings = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z]+=", line))
    assert settings.keys() == {"MAILTO", "PATH"}
    jobs = [line.split(None, 5) for line in lines if not re.match(r"[A-Z]+=", line)]
    assert len(jobs) == 2
    for *when, command in jobs:
        next(CronSim(" ".join(when), NOW))
        assert "%" not in command
    build, check = (command.replace("/srv/news", str(folder)) for *_, command in jobs)
    assert newsroom.run(build, folder, ("/bin/sh", "-c")) == 0
    # The test's own server is at localhost, of which a build warns.
    mailed = [line for line in newsroom.said.splitlines() if "localhost is each reader's own" not in line]
    assert mailed == [], "cron would mail it"
    assert (folder / "feeds/rss.xml").exists()
    assert newsroom.run(check.replace("--links ", ""), folder, ("/bin/sh", "-c")) == 0, newsroom.said


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze")
def test_systemd(tmp_path: Path) -> None:
    for unit in ("feedwright.service", "feedwright-failed.service", "feedwright.timer"):
        text = (DEPLOY / "systemd" / unit).read_text()
        text = text.replace("/srv/news/venv/bin/feedwright", str(BIN / "feedwright"))
        (tmp_path / unit).write_text(text.replace("User=feedwright\nGroup=feedwright", "User=daemon"))
    units = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "feedwright" in line]
    assert (done.returncode, ours) == (0, []), done.stderr


# containers


def instructions(text: str) -> list[tuple[str, str]]:
    """The instructions of a Containerfile: their names, and what follows."""
    lines = re.sub(r"\\\n", " ", re.sub(r"(?m)^\s*#.*\n", "", text)).splitlines()
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines if line.strip())]


def test_images_have_fixed_versions_and_no_hosts() -> None:
    found = []
    for file in DEPLOY.rglob("*"):
        if file.is_file():
            found += re.findall(r"(?m)^(?:FROM|\s*(?:- )?image:)\s+(\S+)", file.read_text())
    assert len(found) >= 6
    for image in found:
        assert re.fullmatch(r"[a-z]+(?:/[a-z-]+)?:\d+\.\d+\.\d+[\w.-]*", image), image


def test_the_container_file_is_locked_down() -> None:
    found = instructions((DEPLOY / "container/Containerfile").read_text())
    names = [name for name, _ in found]
    by_name = dict(found)
    assert names[-1] == "CMD"
    assert by_name["USER"] == "10001:10001"
    assert by_name["HEALTHCHECK"].endswith('CMD ["healthy"]')
    assert set(json.loads(by_name["VOLUME"])) == {"/srv/feeds", "/srv/site", "/var/lib/feedwright"}
    assert f"=={feedwright.__version__}" in (DEPLOY / "container/Containerfile").read_text()
    assert "slim" in by_name["FROM"]
    services = yaml_of("container/compose.yaml")["services"]
    # nginx waits for it, and images of podman's own format have none.
    assert services["feeds"]["healthcheck"]["test"] == ["CMD", "healthy"]
    for service in services.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
    mounted = [volume.split(":") for volume in services["feeds"]["volumes"]]
    assert {place: mode for _, place, *mode in mounted if mode} == {
        "/news/config.yaml": ["ro"],
        "/news/content": ["ro"],
    }


ROOT = os.geteuid() == 0 and shutil.which("unshare") is not None

IN_CHROOT = """\
set -eu
mount -t tmpfs tmpfs {work}
mkdir {work}/up {work}/work {work}/root
mount -t overlay overlay -o lowerdir=/,upperdir={work}/up,workdir={work}/work {work}/root
root={work}/root
mount -t proc proc $root/proc
mount --bind /dev $root/dev
mkdir -p $root/tmp && mount -t tmpfs tmpfs $root/tmp
mkdir -p $root{repository} && mount --bind {repository} $root{repository}
chmod 755 $root/root
mkdir -p $root/build && cp {deploy}/* $root/build/
run() {{ chroot $root /bin/sh -euc "cd /build; PATH={tools}:$PATH; $1"; }}
{steps}
mount -o remount,ro {work}/root
for volume in /srv/feeds /srv/site /var/lib/feedwright; do
    owner=$(stat -c %u:%g $root$volume) mode=$(stat -c %a $root$volume)
    mount -t tmpfs tmpfs $root$volume
    chown $owner $root$volume
    chmod $mode $root$volume
done
mount -t tmpfs tmpfs $root/news
cp -r {publication}/. $root/news/
chown -R 0:0 $root/news
as_user() {{ chroot $root setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs \\
    --bounding-set=-all env -i PATH=/opt/feedwright/bin:/usr/local/bin:/usr/bin:/bin HOME=/news \\
    PYTHONDONTWRITEBYTECODE=1 /bin/sh -c "cd /news; $1"; }}
as_user 'healthy' && exit 90
as_user 'touch /srv/feeds/news 2>/dev/null && rm /srv/feeds/news && ! touch /opt/feedwright/x 2>/dev/null'
as_user 'feedwright build'
as_user 'healthy'
as_user 'feedwright build --quiet'
as_user 'feedwright server-config nginx --port {port} --root {served} >/srv/site/feeds.conf'
cp -r $root/srv/feeds/news/. {served}
cp $root/srv/site/feeds.conf {site}
touch -d '20 minutes ago' $root/var/lib/feedwright/news/lock
as_user 'healthy' && exit 91
echo all done
"""


def container_steps(repository: Path) -> str:
    """The steps of the Containerfile, with what is installed here in place of what pip would fetch."""
    steps = []
    for name, rest in instructions((DEPLOY / "container/Containerfile").read_text()):
        if name == "RUN" and "pip install" in rest:
            packages = "$(/opt/feedwright/bin/python -c 'import site; print(site.getsitepackages()[0])')"
            paths = "\\n".join(
                [str(repository / "src"), *(one for one in sys.path if "site-packages" in one)]
            )
            script = "#!/opt/feedwright/bin/python\\nfrom feedwright.__main__ import main\\nmain()\\n"
            program = "/opt/feedwright/bin/feedwright"
            rest = f"printf '{paths}\\n' > {packages}/feedwright.pth; printf '{script}' > {program}"
            rest += f"; chmod 755 {program}"
        if name == "RUN":
            steps.append(f"run {_quoted(rest)}")
        elif name == "COPY" and not rest.startswith("--from"):
            mode, source, target = rest.split()
            command = f"install -m {mode.partition('=')[2]} {source} {target}"
            steps.append(f"run {_quoted(command)}")
    return "\n".join(steps)


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)


@slow
@pytest.mark.skipif(not ROOT, reason="mounting in a namespace of our own takes root")
def test_the_steps_of_the_container_file_make_an_image_that_builds_and_serves(tmp_path: Path) -> None:
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("no namespaces for mounts here")
    publication, work, served, site = (tmp_path / name for name in ("news", "work", "served", "site"))
    for folder in (publication / "content/news", work, served, site):
        folder.mkdir(parents=True)
    shutil.copy(DEPLOY / "container/config.yaml", publication)
    (publication / "content/news/one.md").write_text("---\ntitle: One\ndate: 2026-11-20\n---\n\nOf one.\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    repository = Path(__file__).parents[1]
    script = IN_CHROOT.format(
        work=work,
        repository=repository,
        deploy=DEPLOY / "container",
        tools=Path(sys.executable).resolve().parent,
        publication=publication,
        served=served,
        site=site,
        port=port,
        steps=container_steps(repository),
    )
    done = subprocess.run(
        ["unshare", "--mount", "--", "/bin/sh", "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stdout.endswith("all done\n"), (done.returncode, done.stdout, done.stderr)
    assert (served / "rss.xml.gz").exists()
    _serve_with_nginx(site, port)


def _serve_with_nginx(site: Path, port: int) -> None:
    """Serves with the nginx.conf of the example, and asks for a feed."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        pytest.skip("no nginx")
    config = (DEPLOY / "container/nginx.conf").read_text()
    config = (
        config.replace("/srv/site/", f"{site}/").replace("/tmp/", f"{site}/").replace("/dev/stdout", "off")
    )
    (site.parent / "nginx.conf").write_text("user root;\n" + config)
    server = subprocess.Popen([nginx, "-c", str(site.parent / "nginx.conf"), "-g", "daemon off;"])
    try:
        end = time.monotonic() + 20
        while True:
            try:
                answer = urlopen(f"http://127.0.0.1:{port}/rss.xml")
                break
            except OSError:
                assert time.monotonic() < end
                assert server.poll() is None
                time.sleep(0.05)
        assert answer.headers["Content-Type"].startswith("application/rss+xml")
        assert b"<title>One</title>" in answer.read()
    finally:
        server.terminate()
        server.wait()


@slow
def test_the_loop_of_compose_builds_again_and_again(newsroom: Newsroom) -> None:
    service = yaml_of("container/compose.yaml")["services"]["feeds"]
    folder = newsroom.clone()
    site = folder / "site"
    site.mkdir()
    (folder / "srv").mkdir()
    text = (DEPLOY / "container/config.yaml").read_text().replace("/srv/feeds", f"{folder}/srv")
    (folder / "config.yaml").write_text(text.replace("/var/lib/feedwright", f"{folder}/state"))
    [script] = service["command"]
    script = script.replace("$$", "$").replace("/srv/site", str(site)).replace("/srv/feeds", f"{folder}/srv")
    script = script.replace("sleep 60", "sleep 0.2")
    process = subprocess.Popen(
        [*service["entrypoint"], script], cwd=folder, env=newsroom.environment, stdout=subprocess.DEVNULL
    )
    end = time.monotonic() + 60
    feed = folder / "srv/news/feed.json"
    while not feed.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    (folder / "content/news/late.md").write_text("---\ntitle: Late\ndate: 2026-11-20\n---\n\nOf late.\n")
    while "Late" not in feed.read_text():
        assert time.monotonic() < end
        time.sleep(0.05)
    process.terminate()
    assert process.wait(10) == 0
    assert (site / "feeds.conf").read_text().count("server {") == 1
