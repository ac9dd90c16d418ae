// Credentials as tokens: JWTs by jose, SD-JWTs by @sd-jwt/core, COSE_Sign1 by @auth0/cose.
import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import * as jose from "jose";
import { SDJwtInstance } from "@sd-jwt/core";
import { digest, generateSalt } from "@sd-jwt/crypto-nodejs";
import { COSEKey, Headers, ProtectedHeaders, Algorithms, Sign1, UnprotectedHeaders }
  from "@auth0/cose";

const algorithms = { "Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384" };
const hashes = { EdDSA: null, ES256: "sha256", ES384: "sha384" };
const bytesOf = (text) => new TextEncoder().encode(text);

export const jwt = {
  sign: (key, { payload, header }) =>
    new jose.CompactSign(bytesOf(payload))
      .setProtectedHeader({ alg: algorithms[key.type], kid: key.method, ...header })
      .sign(key.secret),
  async verify({ token, jwk }) {
    const { alg } = jose.decodeProtectedHeader(token);
    const { payload } = await jose.compactVerify(token, await jose.importJWK(jwk, alg));
    return new TextDecoder().decode(payload);
  },
};

const nodeKey = (alg, key) => (alg === "EdDSA" ? key : { key, dsaEncoding: "ieee-p1363" });
const signerOf = (alg, key) => async (data) =>
  sign(hashes[alg], Buffer.from(data), nodeKey(alg, key)).toString("base64url");
const verifierOf = (alg, key) => async (data, signature) =>
  verify(hashes[alg], Buffer.from(data), nodeKey(alg, key), Buffer.from(signature, "base64url"));
const hashing = {
  hasher: async (data, alg) => new Uint8Array(
    createHash(alg.replace("sha-", "sha")).update(data).digest()),
  saltGenerator: generateSalt,
};
const publicKey = (jwk) => createPublicKey({ key: jwk, format: "jwk" });
const algOf = (jwk) => algorithms[jwk.crv];

export const sdJwt = {
  /// `frame` is the library's disclosure frame; `hash` is sha-256, sha-384 or sha-512.
  sign(key, { payload, frame, hash, header }) {
    const alg = algorithms[key.type];
    const instance = new SDJwtInstance({
      ...hashing, signer: signerOf(alg, key.secret), signAlg: alg, hashAlg: hash,
    });
    return instance.issue(payload, frame, { header: { kid: key.method, ...header } });
  },
  /// What `frame` shows of a token of that hash, with a key binding by `holder` where it is given.
  /// The binding is jose's: the library hashes another choice of disclosures than it presents where
  /// some stand inside others in arrays.
  async present({ token, frame, hash, holder, binding }) {
    const instance = new SDJwtInstance({ ...hashing, hashAlg: hash });
    const presented = await instance.present(token, frame);
    if (!binding) return presented;
    const { _sd_alg: alg } = jose.decodeJwt(token.split("~")[0]);
    const sdHash = Buffer.from(await hashing.hasher(presented, alg)).toString("base64url");
    const bound = await new jose.SignJWT({ ...binding, sd_hash: sdHash })
      .setProtectedHeader({ alg: algOf(holder), typ: "kb+jwt" })
      .sign(createPrivateKey({ key: holder, format: "jwk" }));
    return presented + bound;
  },
  /// The claims that the token shows; with `nonce`, its key binding too, by the cnf of the token.
  async verify({ token, jwk, nonce }) {
    const verifier = verifierOf(algOf(jwk), publicKey(jwk));
    const instance = new SDJwtInstance({
      ...hashing, verifier,
      kbVerifier: (data, signature, payload) =>
        verifierOf(algOf(payload.cnf.jwk), publicKey(payload.cnf.jwk))(data, signature),
    });
    const { payload, kb } = await instance.verify(token, nonce && { keyBindingNonce: nonce });
    return { payload, kb: kb ?? null };
  },
};

// The library has no CWT claims, and knows kid in the unprotected header; both are labels to it.
const kKid = 4, kClaims = 15, kNonce = 10;

export const cose = {
  /// `header` is of the protected header, by labels; `claims` and `nonce` are CWT claims there.
  async sign(key, { payload, header, kid, claims, nonce }) {
    const numbered = (pairs) => Object.entries(pairs).map(([name, value]) => [Number(name), value]);
    const own = new Map(numbered(claims ?? {}));
    if (nonce) own.set(kNonce, bytesOf(nonce));
    const protectedHeaders = new ProtectedHeaders([
      [Headers.Algorithm, Algorithms[algorithms[key.type]]], ...numbered(header ?? {}),
      ...(kid ? [[kKid, bytesOf(kid)]] : []), ...(own.size ? [[kClaims, own]] : [])]);
    const signed = await Sign1.sign(protectedHeaders, new UnprotectedHeaders(),
      bytesOf(payload), key.secret);
    return Buffer.from(signed.encode()).toString("hex");
  },
  async verify({ token, jwk }) {
    const signed = Sign1.decode(Buffer.from(token, "hex"));
    await signed.verify(await jose.importJWK(jwk, algOf(jwk)));
    return new TextDecoder().decode(signed.payload);
  },
};
