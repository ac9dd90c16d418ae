// The peer of tests/interop/jose_interop.py: answers one JSON object a line with another.
//   {"op": "algorithms"}                 {"6": ["EdDSA", …], "5": […]}: what each version signs with
//   {"op": "sign", "lib", "alg", "payload", "header"}   {"jwk", "jws"}: a new key's signature
//   {"op": "verify", "lib", "jwk", "jws"}               {"ok", "payload"} or {"ok": false, "error"}
// Two versions: 6 knows no ES256K, which 5 does.
import { createInterface } from "node:readline";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
const libs = { 6: await import("jose"), 5: await import("jose-5") };
const candidates = [
  "EdDSA", "Ed25519", "ES256", "ES384", "ES512", "ES256K",
  "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
];

const keyPair = (lib, alg) => lib.generateKeyPair(alg, { extractable: true });

async function sign({ lib, alg, payload, header }) {
  const { publicKey, privateKey } = await keyPair(libs[lib], alg);
  const jws = await new libs[lib].CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg, ...header })
    .sign(privateKey);
  return { jwk: await libs[lib].exportJWK(publicKey), jws };
}

async function verify({ lib, jwk, jws }) {
  try {
    // The key is taken for what the token says, as careless callers do.
    const { alg } = libs[lib].decodeProtectedHeader(jws);
    const key = alg.startsWith("HS")
      ? new TextEncoder().encode(JSON.stringify(jwk))
      : await libs[lib].importJWK(jwk, alg);
    const { payload } = await libs[lib].compactVerify(jws, key, {
      algorithms: candidates,
    });
    return { ok: true, payload: new TextDecoder().decode(payload) };
  } catch (error) {
    return { ok: false, error: String(error) };
  }
}

async function algorithms() {
  const known = {};
  for (const [name, lib] of Object.entries(libs)) {
    known[name] = [];
    for (const alg of candidates)
      await keyPair(lib, alg).then(() => known[name].push(alg), () => {});
  }
  return known;
}

const answers = { sign, verify, algorithms };
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  console.log(JSON.stringify(await answers[request.op](request)));
}
