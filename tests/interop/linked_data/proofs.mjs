// Data Integrity proofs of the peers. The JCS suites have no package of their own: they are what
// DI-EdDSA section 3.3 and DI-ECDSA section 3.3 say, over npm's canonicalize and Node's signatures.
import canonicalize from "canonicalize";
import { createHash, createPublicKey, generateKeyPairSync, sign, verify }
  from "node:crypto";
import { encode, decode } from "base58-universal";
import * as vc from "@digitalbazaar/vc";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite as eddsaRdfc2022 } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { cryptosuite as ecdsaRdfc2019 } from "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import { Ed25519Signature2020 } from "@digitalbazaar/ed25519-signature-2020";
import { Ed25519VerificationKey2020 } from "@digitalbazaar/ed25519-verification-key-2020";
import jsigs from "jsonld-signatures";
import { loaderOf } from "./documents.mjs";

const types = {
  "Ed25519": { codec: [0xed, 0x01], hash: "sha256", jwk: { kty: "OKP", crv: "Ed25519" } },
  "P-256": { codec: [0x80, 0x24], hash: "sha256", jwk: { kty: "EC", crv: "P-256" } },
  "P-384": { codec: [0x81, 0x24], hash: "sha384", jwk: { kty: "EC", crv: "P-384" } },
};

// A JWK in the form of a Multikey, of which the multicodec tells the type.
function toMultikey({ kty, crv, x, y }) {
  const bytes = Buffer.from(x, "base64url");
  const point = kty === "OKP" ? bytes
    : Buffer.concat([Buffer.from([2 + (Buffer.from(y, "base64url").at(-1) & 1)]), bytes]);
  return "z" + encode(Buffer.concat([Buffer.from(types[crv].codec), point]));
}

async function publicKeyOf(multikey) {
  const bytes = decode(multikey.slice(1));
  const [type, known] = Object.entries(types)
    .find(([, { codec }]) => codec[0] === bytes[0] && codec[1] === bytes[1]);
  if (type === "Ed25519") {
    const x = Buffer.from(bytes.slice(2)).toString("base64url");
    return { type, key: createPublicKey({ key: { ...known.jwk, x }, format: "jwk" }) };
  }
  const pair = await EcdsaMultikey.from({ type: "Multikey", publicKeyMultibase: multikey });
  const jwk = await EcdsaMultikey.toJwk({ keyPair: pair });
  return { type, key: createPublicKey({ key: jwk, format: "jwk" }) };
}

const hashOf = (hash, value) => createHash(hash).update(canonicalize(value)).digest();
function signedByJcs(document, { proofValue: _, ...options }, hash) {
  const { proof: __, ...unsecured } = document;
  return Buffer.concat([hashOf(hash, options), hashOf(hash, unsecured)]);
}
const encodings = { dsaEncoding: "ieee-p1363" };
const nodeKey = (type, key) => (type === "Ed25519" ? key : { key, ...encodings });
const nodeHash = (type) => (type === "Ed25519" ? null : types[type].hash);

const jcs = (name) => ({
  async issue(document, key, options) {
    const proof = {
      type: "DataIntegrityProof", cryptosuite: name, verificationMethod: key.method, ...options,
      ...(document["@context"] && { "@context": document["@context"] }),
    };
    const signature = sign(nodeHash(key.type), signedByJcs(document, proof, types[key.type].hash),
      nodeKey(key.type, key.secret));
    return { ...document, proof: { ...proof, proofValue: "z" + encode(signature) } };
  },
  present(document, key, options) {
    return this.issue(document, key, { ...options, proofPurpose: "authentication" });
  },
  /// The holder's proof, and each credential's.
  async verifyPresentation(document, { challenge, domain }) {
    const { proof, verifiableCredential } = document;
    if (proof.challenge !== challenge || proof.domain !== domain) return "for another";
    if (proof.proofPurpose !== "authentication") return "another purpose";
    for (const one of [document, ...verifiableCredential]) {
      const error = await this.verify(one);
      if (error !== null) return error;
    }
    return null;
  },
  async verify(document) {
    const { proof } = document;
    if (proof.cryptosuite !== name || proof.type !== "DataIntegrityProof") return "another suite";
    const multikey = proof.verificationMethod.split("#")[1];
    const { type, key } = await publicKeyOf(multikey);
    const same = canonicalize(proof["@context"]) === canonicalize(document["@context"]);
    if (proof["@context"] && !same) return "another context";
    const good = verify(nodeHash(type), signedByJcs(document, proof, types[type].hash),
      nodeKey(type, key), decode(proof.proofValue.slice(1)));
    return good ? null : "invalid signature";
  },
});

const { purposes: { AssertionProofPurpose } } = jsigs;
// The libraries' own words for what went wrong, the deepest first.
function reason(error) {
  const inner = error?.errors?.[0] ?? error?.cause;
  return inner ? reason(inner) : String(error?.message ?? error);
}

const library = (kind, signing, verifying) => ({
  async issue(document, key, { created }) {
    return vc.issue({
      credential: document, suite: await signing(key, created), documentLoader: loaderOf(kind),
      purpose: new AssertionProofPurpose(),
    });
  },
  async present(document, key, { created, challenge, domain }) {
    return vc.signPresentation({
      presentation: document, suite: await signing(key, created), challenge, domain,
      documentLoader: loaderOf(kind),
    });
  },
  async verify(document) {
    const result = await vc.verifyCredential({
      credential: document, suite: verifying(), documentLoader: loaderOf(kind),
    });
    return result.verified ? null : reason(result.error);
  },
  async verifyPresentation(document, { challenge, domain }) {
    const result = await vc.verify({
      presentation: document, suite: verifying(), challenge, domain,
      documentLoader: loaderOf(kind),
    });
    return result.verified ? null : reason(result.error ?? result.presentationResult?.error);
  },
});
const dataIntegrity = (cryptosuite) => library("Multikey",
  async (key, date) => new DataIntegrityProof({ signer: key.pair.signer(), cryptosuite, date }),
  () => new DataIntegrityProof({ cryptosuite }));

export const suites = {
  "eddsa-jcs-2022": jcs("eddsa-jcs-2022"),
  "ecdsa-jcs-2019": jcs("ecdsa-jcs-2019"),
  "eddsa-rdfc-2022": dataIntegrity(eddsaRdfc2022),
  "ecdsa-rdfc-2019": dataIntegrity(ecdsaRdfc2019),
  "Ed25519Signature2020": library("Ed25519VerificationKey2020",
    async (key, date) => new Ed25519Signature2020({ key: key.legacy, date }),
    () => new Ed25519Signature2020()),
};

/// A new key in every form that a peer wants it in.
export async function makeKey(type) {
  const pair = generateKeyPairSync(...(type === "Ed25519" ? ["ed25519"]
    : ["ec", { namedCurve: type }]));
  const jwk = pair.privateKey.export({ format: "jwk" });
  const { d: _, ...publicJwk } = jwk;
  const multikey = toMultikey(jwk);
  const controller = `did:key:${multikey}`;
  const method = `${controller}#${multikey}`;
  const key = { type, publicJwk, controller, method, secret: pair.privateKey };
  const from = { jwk: { ...jwk }, secretKey: true, id: method, controller };
  if (type !== "Ed25519") return { ...key, pair: await EcdsaMultikey.fromJwk(from) };
  key.pair = await Ed25519Multikey.fromJwk(from);
  // The older package wants the secret as seed and public key, behind a multicodec of its own.
  const secret = [jwk.d, jwk.x].map((part) => Buffer.from(part, "base64url"));
  key.legacy = await Ed25519VerificationKey2020.from({
    id: method, controller, type: "Ed25519VerificationKey2020", publicKeyMultibase: multikey,
    privateKeyMultibase: "z" + encode(Buffer.concat([Buffer.from([0x80, 0x26]), ...secret])),
  });
  return key;
}
