// The peers of tests/interop/*_interop.py: answers one JSON object a line with another,
// {"ok": true, "out": …} or {"ok": false, "error": …}. Requests name an "op" of the table below.
import { createInterface } from "node:readline";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
const { default: jsonld } = await import("jsonld");
const rdfCanonize = await import("rdf-canonize");
const { addContext, contextUrls, loaderOf } = await import("./documents.mjs");
const { makeKey, suites } = await import("./proofs.mjs");
const tokens = await import("./tokens.mjs");

const documentLoader = loaderOf("Multikey");
const keys = new Map();
async function keyOf(type) {
  if (!keys.has(type)) keys.set(type, await makeKey(type));
  return keys.get(type);
}
const kNquads = "application/n-quads";
const limits = { maxWorkFactor: Infinity };
const optionsOf = ({ base, options }) => ({ documentLoader, base: base ?? null, ordered: true, ...options });

const answers = {
  async context({ url, document }) { addContext(url, document); },
  async contexts() { return contextUrls(); },
  async key({ type, secret }) {
    const key = await keyOf(type);
    const { controller, method, publicJwk } = key;
    return {
      controller, method, jwk: publicJwk, ...(secret && { secret: key.secret.export({ format: "jwk" }) }),
    };
  },

  "jsonld.expand": (request) => jsonld.expand(request.input, optionsOf(request)),
  "jsonld.compact": (request) => jsonld.compact(request.input, request.context, optionsOf(request)),
  "jsonld.flatten": (request) =>
    jsonld.flatten(request.input, request.context ?? null, optionsOf(request)),
  "jsonld.fromRdf": ({ nquads, options }) => jsonld.fromRDF(nquads, { format: kNquads, ...options }),
  "jsonld.canonize": (request) => jsonld.canonize(request.input, {
    algorithm: "RDFC-1.0", format: kNquads, ...optionsOf(request), canonizeOptions: limits,
  }),
  rdfc10: ({ nquads, hash }) => rdfCanonize.canonize(nquads, {
    algorithm: "RDFC-1.0", inputFormat: kNquads, format: kNquads, ...limits,
    messageDigestAlgorithm: hash,
  }),

  async suites() { return Object.keys(suites); },
  async issue({ suite, type, document, options }) {
    return suites[suite].issue(document, await keyOf(type), options);
  },
  async verify({ suite, document }) {
    const error = await suites[suite].verify(document);
    if (error !== null) throw new Error(error);
  },
  async present({ suite, type, document, options }) {
    return suites[suite].present(document, await keyOf(type), options);
  },
  async verifyPresentation({ suite, document, options }) {
    const error = await suites[suite].verifyPresentation(document, options);
    if (error !== null) throw new Error(error);
  },

  async "token.sign"({ form, type, ...rest }) {
    return tokens[form].sign(await keyOf(type), rest);
  },
  async "token.verify"({ form, ...rest }) { return tokens[form].verify(rest); },
  async "token.present"({ form, ...rest }) { return tokens[form].present(rest); },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = { ok: true, out: await answers[request.op](request) };
  } catch (error) {
    answer = { ok: false, error: String(error?.details?.code ?? error?.message ?? error),
      more: JSON.stringify(error?.details?.event ?? null) };
  }
  console.log(JSON.stringify(answer));
}
