// Writes the bundled contexts, each into one file of canonical JSON (RFC 8785: members sorted, no
// white space), from npm's packages of package-lock.json:
//
//     npm ci && node generate.mjs
//
// A build needs neither npm nor this: the files are checked in. Those of PUBLISHED have no package;
// they come from the repository named there and are kept as they are.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const folder = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

const PACKAGED = {
  'credentials-examples-v1': '@digitalbazaar/credentials-examples-context:contexts/credentials-examples-v1.jsonld',
  'credentials-undefined-terms-v2': '@digitalbazaar/credentials-context:contexts/undefined-terms-v2.jsonld',
  'credentials-v1': '@digitalbazaar/credentials-context:contexts/v1.jsonld',
  'credentials-v2': '@digitalbazaar/credentials-context:contexts/v2.jsonld',
  'data-integrity-v1': '@digitalbazaar/data-integrity-context:contexts/data-integrity-v1.jsonld',
  'data-integrity-v2': '@digitalbazaar/data-integrity-context:contexts/data-integrity-v2.jsonld',
  'did-v1': 'did-context:contexts/did-v1.jsonld',
  'ed25519-2018-v1': 'ed25519-signature-2018-context:contexts/ed25519-signature-2018-v1.jsonld',
  'ed25519-2020-v1': 'ed25519-signature-2020-context:contexts/ed25519-signature-2020-v1.jsonld',
  'multikey-v1': '@digitalbazaar/multikey-context:contexts/multikey-v1.jsonld',
  'odrl': '@digitalbazaar/odrl-context:contexts/odrl.jsonld',
  'security-v1': '@digitalbazaar/security-context:js/security-v1.js',
  'security-v2': '@digitalbazaar/security-context:js/security-v2.js',
  'status-list-2021-v1': '@digitalbazaar/vc-status-list-context:contexts/vc-status-list-v1.jsonld',
  'status-list-v1': '@digitalbazaar/vc-bitstring-status-list-context:contexts/vc-bitstring-status-list-v1.jsonld',
  'vdl-aamva-v1': '@digitalbazaar/vdl-aamva-context:contexts/vdl-aamva-v1.jsonld',
  'vdl-v1': '@digitalbazaar/vdl-context:contexts/vdl-v1.jsonld',
  'x25519-2020-v1': 'x25519-key-agreement-2020-context:contexts/x25519-key-agreement-2020-v1.json',
};
const PUBLISHED = {
  'citizenship-v4rc1': 'github.com/w3c-ccg/citizenship-vocab, contexts/citizenship-v4rc1.jsonld',
  'cid-v1': 'github.com/w3c/cid, context/v1.jsonld',
  'credentials-examples-v2': 'github.com/w3c/vc-data-model, contexts/credentials/examples/v2',
  'jwk-v1': 'github.com/w3c/vc-data-integrity, contexts/jwk/v1',
  'jws-2020-v1': 'github.com/w3c/vc-jws-2020, contexts/v1/index.json',
};

const sorted = value => Array.isArray(value) ? value.map(sorted) :
  value !== null && typeof value === 'object' ?
    Object.fromEntries(Object.keys(value).sort().map(name => [name, sorted(value[name])])) :
    value;

const write = (name, value) => fs.writeFileSync(
  path.join(folder, `${name}.jsonld`), JSON.stringify(sorted(value)) + '\n');

const read = source => {
  const [name, file] = source.split(':');
  const full = path.join(folder, 'node_modules', name, file);
  return file.endsWith('.js') ? require(full) : JSON.parse(fs.readFileSync(full));
};

for(const [name, source] of Object.entries(PACKAGED)) write(name, read(source));

const known = new Set([...Object.keys(PACKAGED), ...Object.keys(PUBLISHED)]);
for(const name of known)
  if(!fs.existsSync(path.join(folder, `${name}.jsonld`))) throw new Error(`${name} is missing`);
for(const file of fs.readdirSync(folder))
  if(file.endsWith('.jsonld') && !known.has(path.basename(file, '.jsonld')))
    throw new Error(`${file} comes from nowhere`);
