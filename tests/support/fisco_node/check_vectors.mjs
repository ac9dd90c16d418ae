// Decodes each known transaction of FISCO BCOS and computes its hashes and its sender anew:
//   check_vectors.mjs FOLDER      with transactions-2x.json and transactions-3x.json in it
import { readFileSync } from 'node:fs';
import { bytes } from './crypto.mjs';
import { decodeRlpTransaction, decodeTarsTransaction } from './transactions.mjs';

let failures = 0;
function check(name, what, found, expected) {
  if (found === expected) return;
  ++failures;
  console.log(`${name}: ${what} is ${found} and not ${expected}`);
}

function run(file, decode, signedName, toSignName) {
  const { cases } = JSON.parse(readFileSync(`${process.argv[2]}/${file}`, 'utf8'));
  for (const one of cases) {
    const made = decode(one.crypto === 'SM2/SM3', bytes(one.rawTransaction));
    check(one.name, 'hash', made.hash, one.transactionHash);
    check(one.name, 'sender', made.sender, one.sender);
    check(one.name, 'signed part', made.signed, one[signedName]);
    check(one.name, 'hash to sign', made.toSign, one[toSignName]);
  }
  console.log(`${file}: ${cases.length} transactions`);
}

run('transactions-2x.json', decodeRlpTransaction, 'unsignedRlp', 'hashToSign');
run('transactions-3x.json', decodeTarsTransaction, 'hashPreimage', 'transactionHash');
process.exit(failures === 0 ? 0 : 1);
