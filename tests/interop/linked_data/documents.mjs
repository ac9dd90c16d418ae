// What the peers may load: contexts from the npm packages that carry them, and did:key. No network.
import * as credentialContexts from "@digitalbazaar/credentials-context";
import * as dataIntegrityContexts from "@digitalbazaar/data-integrity-context";
import * as multikeyContexts from "@digitalbazaar/multikey-context";
import * as didContexts from "did-context";
import * as ed25519Contexts from "ed25519-signature-2020-context";

const known = new Map();
for (const each of [credentialContexts, dataIntegrityContexts, multikeyContexts, didContexts,
  ed25519Contexts])
  for (const [url, document] of (each.contexts ?? each.default.contexts)) known.set(url, document);

export const contextUrls = () => [...known.keys()];
/// A context of the caller's, beside those of the packages.
export const addContext = (url, document) => known.set(url, document);

const kDid = "https://www.w3.org/ns/did/v1";
// The two ways in which peers want a key's document to be typed.
const kinds = {
  Multikey: "https://w3id.org/security/multikey/v1",
  Ed25519VerificationKey2020: "https://w3id.org/security/suites/ed25519-2020/v1",
};

function didKey(url, kind) {
  const [did, fragment] = url.split("#");
  const publicKeyMultibase = did.slice("did:key:".length);
  const method = {
    id: `${did}#${publicKeyMultibase}`, type: kind, controller: did, publicKeyMultibase,
  };
  if (fragment !== undefined) return { "@context": kinds[kind], ...method };
  return {
    "@context": [kDid, kinds[kind]], id: did, verificationMethod: [method],
    assertionMethod: [method.id], authentication: [method.id],
  };
}

/// A document loader that shows did:key documents with methods of that kind.
export const loaderOf = (kind) => async (url) => {
  const document = url.startsWith("did:key:") ? didKey(url, kind) : known.get(url);
  if (document === undefined) throw new Error(`loading ${url} is not allowed`);
  return { contextUrl: null, documentUrl: url, document, tag: known.has(url) ? "static" : undefined };
};
