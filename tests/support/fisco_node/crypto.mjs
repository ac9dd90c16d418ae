// The two families of algorithms, by npm libraries: ethers, and sm-crypto.
import { createRequire } from 'node:module';
import { computeAddress, keccak256, SigningKey } from 'ethers';

const { sm2, sm3 } = createRequire(import.meta.url)('sm-crypto');

export const hex = (bytes) => '0x' + Buffer.from(bytes).toString('hex');
export const bytes = (text) => Buffer.from(text.replace(/^0x/, ''), 'hex');

export const digest = (isSm, data) => (isSm ? bytes(sm3([...data])) : bytes(keccak256(data)));

/** The account whose key made r ‖ s over a hash. */
export function sender(isSm, hash, { r, s, parity, publicKey }) {
  if (!isSm) return computeAddress(SigningKey.recoverPublicKey(hash, { r: hex(r), s: hex(s), yParity: parity })).toLowerCase();
  const signature = Buffer.concat([r, s]).toString('hex');
  const key = '04' + Buffer.from(publicKey).toString('hex');
  if (!sm2.doVerifySignature([...hash], signature, key, { hash: true, userId: '1234567812345678' }))
    throw new Refusal('InvalidSignature');
  return hex(digest(true, publicKey).subarray(12));
}

/** Why a transaction is refused, by the chain's own name of the status. */
export class Refusal extends Error {}
