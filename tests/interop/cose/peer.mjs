// The peer of tests/interop/cose_interop.py: answers one JSON object a line with another.
//   {"op": "key", "alg"}                          {"secret", "public"}: JWKs of a new key
//   {"op": "sign", "alg", "secret", "payload", "kid", "aad"}   {"cose"}: hex, in its own encoding
//   {"op": "verify", "public", "alg", "cose", "aad"}           {"ok", "payload"} or {"ok": false}
import { createInterface } from "node:readline";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
const { Sign1, Algorithms, Headers } = await import("@auth0/cose");
const { generateKeyPair, exportJWK, importJWK } = await import("jose");

const hex = (bytes) => Buffer.from(bytes).toString("hex");
const unhex = (text) => new Uint8Array(Buffer.from(text, "hex"));
const aad = (text) => (text === undefined ? undefined : unhex(text));

async function key({ alg }) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { crv: "Ed25519", extractable: true });
  return { secret: await exportJWK(privateKey), public: await exportJWK(publicKey) };
}

async function sign({ alg, secret, payload, kid }) {
  const signed = await Sign1.sign(
    [[Headers.Algorithm, Algorithms[alg]], [Headers.ContentType, 0]],
    [[Headers.KeyID, new TextEncoder().encode(kid)]],
    unhex(payload),
    await importJWK(secret, alg),
  );
  return { cose: hex(signed.encode()) };
}

async function verify({ alg, public: jwk, cose, aad: external }) {
  try {
    const message = Sign1.decode(unhex(cose));
    await message.verify(await importJWK(jwk, alg), { externalAAD: aad(external) });
    return { ok: true, payload: hex(message.payload) };
  } catch (error) {
    return { ok: false, error: String(error) };
  }
}

const operations = { key, sign, verify };
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  process.stdout.write(JSON.stringify(await operations[request.op](request)) + "\n");
}
