// Transactions of both versions, decoded by ethers' RLP and by @tars/stream, which share no code
// with Deed. Each decoder encodes again what it read and compares, so that nothing is passed over.
import { createRequire } from 'node:module';
import { decodeRlp, encodeRlp } from 'ethers';
import { bytes, digest, hex, Refusal, sender } from './crypto.mjs';

const tars = createRequire(import.meta.url)('@tars/stream');

const number = (text) => (text === '0x' ? 0n : BigInt(text));
const padded = (text) => bytes(text.slice(2).padStart(64, '0'));
const require_ = (condition, what) => {
  if (!condition) throw new Refusal(what);
};

/** A signed transaction of 2.x: 10 items (RC1) or 13 (RC2). */
export function decodeRlpTransaction(isSm, raw) {
  const items = decodeRlp(raw);
  require_(Array.isArray(items) && [10, 13].includes(items.length), 'BadRLP');
  require_(encodeRlp(items) === hex(raw), 'BadRLP');
  const isRc2 = items.length === 13;
  const unsigned = items.slice(0, isRc2 ? 10 : 7);
  const [key, r, s] = items.slice(-3);
  for (const item of [...items.slice(0, 4), items[5], r, s]) require_(!item.startsWith('0x00'), 'BadRLP');
  const toSign = digest(isSm, bytes(encodeRlp(unsigned)));
  const signature = { r: padded(r), s: padded(s) };
  if (isSm) signature.publicKey = bytes(key);
  else signature.parity = Number(number(key) - 27n);
  return {
    hash: hex(digest(isSm, raw)),
    signed: encodeRlp(unsigned),
    toSign: hex(toSign),
    nonce: number(items[0]).toString(),
    blockLimit: Number(number(items[3])),
    to: items[4] === '0x' ? null : items[4],
    input: items[6],
    chain: isRc2 ? number(items[7]).toString() : null,
    group: isRc2 ? number(items[8]).toString() : null,
    extraData: isRc2 ? items[9] : '0x',
    version: 0,
    sender: sender(isSm, toSign, signature),
  };
}

const kTexts = { 2: 'chainID', 3: 'groupID', 5: 'nonce', 6: 'to', 8: 'abi', 9: 'value', 10: 'gasPrice', 12: 'maxFeePerGas', 13: 'maxPriorityFeePerGas' };

/** bcostars.TransactionData. */
class TransactionData {
  static _readFrom(stream) {
    const data = new TransactionData();
    data.version = stream.readInt32(1, true);
    for (const [tag, name] of Object.entries(kTexts)) data[name] = undefined;
    for (let tag = 2; tag <= 14; ++tag) {
      if (tag in kTexts) data[kTexts[tag]] = stream.readString(tag, false, '');
      else if (tag === 4) data.blockLimit = Number(stream.readInt64(4, false, 0));
      else if (tag === 11) data.gasLimit = Number(stream.readInt64(11, false, 0));
      else data[tag === 7 ? 'input' : 'extension'] = bytesAt(stream, tag);
    }
    return data;
  }

  _writeTo(stream) {
    stream.writeInt32(1, this.version);
    for (let tag = 2; tag <= 14; ++tag) {
      if (tag in kTexts) {
        if (this[kTexts[tag]] !== '') stream.writeString(tag, this[kTexts[tag]]);
      } else if (tag === 4 || tag === 11) {
        const value = tag === 4 ? this.blockLimit : this.gasLimit;
        if (value !== 0) stream.writeInt64(tag, value);
      } else {
        const value = tag === 7 ? this.input : this.extension;
        if (value.length > 0) stream.writeBytes(tag, new tars.BinBuffer(value));
      }
    }
  }

  /** What is hashed: a plain concatenation. */
  preimage() {
    const int32 = Buffer.alloc(4);
    int32.writeInt32BE(this.version);
    const int64 = (value) => {
      const out = Buffer.alloc(8);
      out.writeBigInt64BE(BigInt(value));
      return out;
    };
    const parts = [int32, this.chainID, this.groupID, int64(this.blockLimit), this.nonce, this.to, this.input, this.abi];
    if (this.version >= 1) parts.push(this.value, this.gasPrice, int64(this.gasLimit), this.maxFeePerGas, this.maxPriorityFeePerGas);
    if (this.version >= 2) parts.push(this.extension);
    return Buffer.concat(parts.map((part) => Buffer.from(part)));
  }
}

function bytesAt(stream, tag) {
  const read = stream.readBytes(tag, false, tars.BinBuffer);
  return Buffer.from(read.toNodeBuffer());
}

/** A signed transaction of 3.x. */
export function decodeTarsTransaction(isSm, raw) {
  const stream = new tars.TarsInputStream(new tars.BinBuffer(raw));
  const data = stream.readStruct(1, true, TransactionData);
  const named = bytesAt(stream, 2);
  const signature = bytesAt(stream, 3);
  const out = new tars.TarsOutputStream();
  out.writeStruct(1, data);
  out.writeBytes(2, new tars.BinBuffer(named));
  out.writeBytes(3, new tars.BinBuffer(signature));
  require_(Buffer.compare(out.getBinBuffer().toNodeBuffer(), raw) === 0, 'Malformed');
  const preimage = data.preimage();
  const hash = digest(isSm, preimage);
  require_(Buffer.compare(hash, named) === 0, 'Malformed');
  require_(signature.length === (isSm ? 128 : 65), 'InvalidSignature');
  const parts = { r: signature.subarray(0, 32), s: signature.subarray(32, 64) };
  if (isSm) parts.publicKey = signature.subarray(64);
  else parts.parity = signature[64];
  return {
    hash: hex(hash),
    signed: hex(preimage),
    toSign: hex(hash),
    nonce: data.nonce,
    blockLimit: data.blockLimit,
    to: data.to === '' ? null : data.to,
    input: hex(data.input),
    chain: data.chainID,
    group: data.groupID,
    version: data.version,
    sender: sender(isSm, hash, parts),
  };
}
