// The peer of tests/interop/jwt_vc_interop.py: npm's did-jwt-vc, which makes and reads credentials and
// presentations of data model 1.1 as JWTs. Answers one JSON object a line with another.
//   {"op": "key", "type"}                                {"did", "method", "jwk"} of a key of its own
//   {"op": "know", "did", "method", "jwk"}               whom its resolver finds from now on
//   {"op": "issue", "type", "document", "keep"}          a token; `keep` leaves mapped members inside
//   {"op": "present", "type", "document", "domain", "challenge"}
//   {"op": "verify", "token"}                            {"ok", "out": what it reads} or {"ok": false}
//   {"op": "verifyPresentation", "token", "domain", "challenge"}
import { generateKeyPairSync } from "node:crypto";
import { createInterface } from "node:readline";
import { EdDSASigner, ES256KSigner, ES256Signer, bytesToMultibase } from "did-jwt";
import {
  createVerifiableCredentialJwt, createVerifiablePresentationJwt, verifyCredential,
  verifyPresentation,
} from "did-jwt-vc";

const bytes = (text) => Uint8Array.from(Buffer.from(text, "base64url"));
const compressed = ({ x, y }) => Uint8Array.from([2 + (bytes(y)[31] & 1), ...bytes(x)]);
const ec = (namedCurve) => generateKeyPairSync("ec", { namedCurve });
const types = {
  Ed25519: {
    alg: "EdDSA", codec: "ed25519-pub", make: () => generateKeyPairSync("ed25519"),
    raw: ({ x }) => bytes(x), signer: ({ d, x }) => EdDSASigner(Uint8Array.from([...bytes(d), ...bytes(x)])),
  },
  "P-256": {
    alg: "ES256", codec: "p256-pub", make: () => ec("P-256"), raw: compressed,
    signer: ({ d }) => ES256Signer(bytes(d)),
  },
  secp256k1: {
    alg: "ES256K", codec: "secp256k1-pub", make: () => ec("secp256k1"), raw: compressed,
    signer: ({ d }) => ES256KSigner(bytes(d)),
  },
};

const known = new Map();
const know = ({ did, method, jwk }) => {
  known.set(did, {
    "@context": "https://www.w3.org/ns/did/v1", id: did, assertionMethod: [method],
    authentication: [method],
    verificationMethod: [
      { id: method, type: "JsonWebKey2020", controller: did, publicKeyJwk: jwk }],
  });
  return { ok: true };
};
const resolver = {
  resolve: async (url) => ({
    didDocument: known.get(url.split("#")[0]) ?? null,
    didResolutionMetadata: known.has(url.split("#")[0]) ? {} : { error: "notFound" },
    didDocumentMetadata: {},
  }),
};

const own = {};
function keyOf(type) {
  if (own[type]) return own[type];
  const { alg, codec, make, raw, signer } = types[type];
  const jwk = make().privateKey.export({ format: "jwk" });
  const name = bytesToMultibase(raw(jwk), "base58btc", codec);
  const did = `did:key:${name}`;
  const { d, ...publicJwk } = jwk;
  own[type] = { did, method: `${did}#${name}`, jwk: publicJwk, alg, signer: signer(jwk) };
  know(own[type]);
  return own[type];
}

const answers = {
  know,
  key: ({ type }) => {
    const { did, method, jwk } = keyOf(type);
    return { ok: true, out: { did, method, jwk } };
  },
  issue: async ({ type, document, keep }) => ({
    ok: true,
    out: await createVerifiableCredentialJwt(document, keyOf(type), { removeOriginalFields: !keep }),
  }),
  present: async ({ type, document, domain, challenge }) => ({
    ok: true,
    out: await createVerifiablePresentationJwt(document, keyOf(type), { domain, challenge }),
  }),
  verify: async ({ token }) => ({
    ok: true, out: (await verifyCredential(token, resolver)).verifiableCredential,
  }),
  verifyPresentation: async ({ token, domain, challenge }) => ({
    ok: true,
    out: (await verifyPresentation(token, resolver, { audience: domain, domain, challenge }))
      .verifiablePresentation,
  }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  try {
    console.log(JSON.stringify(await answers[request.op](request)));
  } catch (error) {
    console.log(JSON.stringify({ ok: false, error: String(error) }));
  }
}
