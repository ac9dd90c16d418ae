"""Deed beside the npm packages that do the same, by the scripts of ../shared/bench/peers.

A figure is the rate of Deed over that of the peer, each the best of rounds that alternate between
the two on one core. Both count processor time. DEED_PEERS names another folder of such scripts;
without it, or without npm, the figures are skipped."""

import filecmp
import json
import os
import pathlib
import shutil
import subprocess

ROUNDS = 3
PEER_MILLISECONDS = 1500  # a third of it to warm up in, and each of three loops as long

# figure, the peer's script, its name and operation, Deed's program, its benchmark, bound
FIGURES = [
    ("JSON-LD to canonical N-Quads, over jsonld.js", "digitalbazaar.mjs",
     "jsonld canonize RDFC-1.0 (from JSON-LD)", "rdf_bench", "BM_JsonToCanonicalNQuads", 20),
    ("RDFC-1.0 of a data set, over rdf-canonize", "digitalbazaar.mjs",
     "rdf-canonize canonize RDFC-1.0 (dataset only)", "rdf_bench", "BM_Rdfc10", 6),
    ("eddsa-rdfc-2022 verify, over digitalbazaar", "digitalbazaar.mjs",
     "digitalbazaar eddsa-rdfc-2022 verify", "proofs_bench", "verify/eddsa_rdfc_2022", 12),
    ("eddsa-rdfc-2022 issue, over digitalbazaar", "digitalbazaar.mjs",
     "digitalbazaar eddsa-rdfc-2022 issue", "proofs_bench", "issue/eddsa_rdfc_2022", 15),
    ("ecdsa-rdfc-2019 P-256 verify, over digitalbazaar", "digitalbazaar.mjs",
     "digitalbazaar ecdsa-rdfc-2019 P-256 verify", "proofs_bench", "verify/ecdsa_rdfc_2019_p256",
     10),
    ("ecdsa-rdfc-2019 P-256 issue, over digitalbazaar", "digitalbazaar.mjs",
     "digitalbazaar ecdsa-rdfc-2019 P-256 issue", "proofs_bench", "issue/ecdsa_rdfc_2019_p256",
     None),
    ("ecdsa-rdfc-2019 P-384 verify, over digitalbazaar", "digitalbazaar.mjs",
     "digitalbazaar ecdsa-rdfc-2019 P-384 verify", "proofs_bench", "verify/ecdsa_rdfc_2019_p384",
     None),
    ("Ed25519Signature2020 verify, over digitalbazaar", "digitalbazaar.mjs",
     "digitalbazaar ed25519-signature-2020 verify", "proofs_bench",
     "verify/ed25519_signature_2020", None),
    ("SD-JWT VC EdDSA verify, 5 of 13 shown, over @sd-jwt", "others.mjs",
     "@sd-jwt/sd-jwt-vc EdDSA verify presentation (no KB)", "sd_jwt_bench", "BM_VcSdJwtVerify", 6),
    ("the same with key binding, over @sd-jwt", "others.mjs",
     "@sd-jwt/sd-jwt-vc EdDSA verify presentation (with KB)", "sd_jwt_bench",
     "BM_VcSdJwtVerifyBound", None),
    ("eddsa-jcs-2022 verify, over node's crypto", "others.mjs",
     "node crypto + canonicalize eddsa-jcs-2022 verify", "credentials_bench", "BM_EddsaJcsVerify",
     None),
    ("eddsa-jcs-2022 issue, over node's crypto", "others.mjs",
     "node crypto + canonicalize eddsa-jcs-2022 issue", "credentials_bench", "BM_EddsaJcsIssue",
     None),
    ("vc+jwt EdDSA verify, over jose", "others.mjs", "jose EdDSA vc+jwt verify", "jose_bench",
     "BM_VcJwtEddsaVerify", None),
]


def on_one_core():
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def install(source, build):
    """The folder of the peers with their packages, or None and why there is none."""
    given = pathlib.Path(os.environ.get("DEED_PEERS", source / "../shared/bench/peers")).resolve()
    if not (given / "package-lock.json").is_file():
        return None, f"no peers at {given}"
    if not shutil.which("npm") or not shutil.which("node"):
        return None, "no npm"
    if (given / "node_modules").is_dir():
        return given, ""
    own = build / "peers" / given.name  # the scripts read ../data
    lock = own / "package-lock.json"
    is_current = (own / "installed").exists() and filecmp.cmp(lock, given / "package-lock.json",
                                                              shallow=False)
    for folder in (given, given.parent / "data"):
        shutil.copytree(folder, own.parent / folder.name, dirs_exist_ok=True)
    if not is_current:
        npm = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                              "--loglevel=error"], cwd=own, check=False)
        if npm.returncode != 0:
            return None, "npm could not install them"
        (own / "installed").touch()
    return own, ""


def peer_rate(folder, script, operation):
    clock = pathlib.Path(__file__).with_name("cpu_clock.mjs").resolve()
    run = subprocess.run(
        ["node", "--import", clock.as_uri(), script], cwd=folder, check=True, capture_output=True,
        text=True, preexec_fn=on_one_core,
        env={**os.environ, "ONLY": operation, "MIN_MS": str(PEER_MILLISECONDS)})
    for line in map(json.loads, run.stdout.splitlines()):
        if f"{line['name']} {line['op']}" == operation and "ops_per_s" in line:
            return line["ops_per_s"]
    raise SystemExit(f"{script} did not measure {operation}: {run.stdout}")


def deed_rate(program, benchmark):
    run = subprocess.run(
        [program, "--benchmark_format=json", f"--benchmark_filter=^{benchmark}$",
         "--benchmark_repetitions=3", "--benchmark_min_time=0.3"],
        check=True, capture_output=True, text=True, preexec_fn=on_one_core)
    times = [one["cpu_time"] for one in json.loads(run.stdout)["benchmarks"]
             if one["run_type"] == "iteration" and not one.get("error_occurred")]
    if not times:
        raise SystemExit(f"{program} did not measure {benchmark}")
    return 1e9 / min(times)


def figures(build, source):
    """Yields each figure, the ratio (None where the peers are absent) and its bound."""
    folder, why = install(source, build)
    if folder is None:
        print(f"skipped: the peers ({why})")
    for figure, script, operation, program, benchmark, bound in FIGURES:
        if folder is None:
            yield figure, None, bound
            continue
        rounds = [(peer_rate(folder, script, operation),
                   deed_rate(build / "bench" / program, benchmark)) for _ in range(ROUNDS)]
        yield figure, max(ours for _, ours in rounds) / max(peer for peer, _ in rounds), bound
