// A chain of one group: blocks with the trees, headers and proofs of the version, kept in memory.
// What contracts do comes from elsewhere.
import { encodeRlp, toBeHex } from 'ethers';
import { bytes, digest, hex } from './crypto.mjs';

const kStart = 1700000000000;
const kNobody = '0x' + '99'.repeat(20);
const kZero = '0x' + '00'.repeat(32);
const kBloom = '0x' + '00'.repeat(256);
const kTwoWidth = 16;
const kThreeWidth = 2;

export const quantity = (value) => '0x' + BigInt(value).toString(16);
const minimal = (value) => (BigInt(value) === 0n ? '0x' : toBeHex(BigInt(value)));
const int32 = (value) => Buffer.from(new Int32Array([value]).buffer).reverse();
const int64 = (value) => Buffer.from(new BigInt64Array([BigInt(value)]).buffer).reverse();

/** The levels of a tree, leaves first. */
function levels(chain, leaves) {
  const width = chain.isTwo ? kTwoWidth : kThreeWidth;
  const made = [leaves];
  while (made.at(-1).length > 1) {
    const below = made.at(-1);
    const level = [];
    for (let i = 0; i < below.length; i += width) level.push(digest(chain.isSm, Buffer.concat(below.slice(i, i + width))));
    made.push(level);
  }
  return made;
}

const leaf = (chain, index, hash) => (chain.isTwo ? Buffer.concat([bytes(encodeRlp(minimal(index))), hash]) : hash);

function root(chain, hashes) {
  if (hashes.length === 0) return chain.isTwo ? hex(digest(chain.isSm, Buffer.alloc(0))) : kZero;
  const top = levels(chain, hashes.map((hash, i) => leaf(chain, i, hash))).at(-1)[0];
  return hex(chain.isTwo ? digest(chain.isSm, top) : top);
}

export class Chain {
  /** `oldReceipts`: of 2.x before 2.9, whose hashes do not cover the remaining gas. `isNow`: its time
   * is the machine's. */
  constructor({ isTwo, isSm, chainId, group, leaves, oldReceipts, isNow }) {
    Object.assign(this, { isTwo, isSm, chainId, group, leaves, oldReceipts, isNow });
    this.blocks = [];
    this.places = new Map(); // of transactions: block and index
    this.add([]);
  }

  get height() {
    return this.blocks.length - 1;
  }

  receiptHash(receipt) {
    if (this.isTwo) {
      const items = [receipt.root, minimal(receipt.gasUsed), receipt.contractAddress, receipt.logsBloom, minimal(receipt.status), receipt.output];
      if (receipt.remainGas !== undefined && !this.oldReceipts) items.push(minimal(receipt.remainGas));
      items.push(receipt.logs.map(({ address, topics, data }) => [address, topics, data]));
      return digest(this.isSm, bytes(encodeRlp(items)));
    }
    const parts = [int32(receipt.version), receipt.gasUsed, receipt.contractAddress.replace(/^0x/, ''), int32(receipt.status), bytes(receipt.output)];
    if (receipt.version >= 1) parts.push(receipt.effectiveGasPrice);
    for (const { address, topics, data } of receipt.logEntries) parts.push(address, ...topics.map(bytes), bytes(data));
    parts.push(int64(receipt.blockNumber));
    return digest(this.isSm, Buffer.concat(parts.map((part) => Buffer.from(part))));
  }

  /** A block of [transaction, receipt] pairs; others that nobody sent stand around them. */
  add(pairs, around = pairs.length > 0) {
    const number = this.blocks.length;
    const all = [...pairs];
    for (let i = 0; around && all.length < this.leaves; ++i) {
      const filler = { hash: hex(digest(this.isSm, Buffer.from(`filler ${number} ${i}`))), version: 0, sender: kNobody, to: kNobody, input: '0x' };
      const receipt = { status: 0, output: '0x', contractAddress: null, logs: [], gasUsed: 21000 + i };
      all.splice(i % 2 === 0 ? 0 : all.length, 0, [filler, receipt]);
    }
    const receipts = all.map(([transaction, receipt]) => this.receipt(transaction, receipt, number));
    const block = {
      number,
      hashes: all.map(([transaction]) => bytes(transaction.hash)),
      receipts,
      receiptHashes: receipts.map((receipt) => this.receiptHash(receipt)),
    };
    block.header = this.header(block);
    this.blocks.push(block);
    all.forEach(([transaction], index) => this.places.set(transaction.hash, { block, index }));
    receipts.forEach((receipt, index) => this.isTwo && Object.assign(receipt, { blockHash: block.header.hash, transactionIndex: quantity(index) }));
    return block;
  }

  header(block) {
    const parent = this.blocks.at(-1)?.header.hash ?? kZero;
    const transactionsRoot = root(this, block.hashes);
    const receiptsRoot = root(this, block.receiptHashes);
    const timestamp = this.time ?? (this.isNow ? Date.now() : kStart + block.number * 1000);
    const sealer = '11'.repeat(64);
    if (this.isTwo) {
      const items = [parent, kZero, transactionsRoot, receiptsRoot, kZero, kBloom, minimal(block.number), '0x', '0x', minimal(timestamp), [], '0x', ['0x' + sealer]];
      return {
        hash: hex(digest(this.isSm, bytes(encodeRlp(items)))), parentHash: parent, stateRoot: kZero, transactionsRoot, receiptsRoot, dbHash: kZero,
        logsBloom: kBloom, number: quantity(block.number), gasLimit: '0x0', gasUsed: '0x0', timestamp: quantity(timestamp), extraData: [], sealer: '0x0', sealerList: [sealer],
      };
    }
    const version = 0x030b0000;
    const parts = [int32(version), int64(Math.max(block.number - 1, 0)), bytes(parent), bytes(transactionsRoot), bytes(receiptsRoot), bytes(kZero),
      int64(block.number), Buffer.from('0'), int64(timestamp), int64(0), bytes(sealer), int64(1)];
    return {
      hash: hex(digest(this.isSm, Buffer.concat(parts))), version, parentInfo: [{ blockNumber: Math.max(block.number - 1, 0), blockHash: parent }],
      txsRoot: transactionsRoot, receiptsRoot, stateRoot: kZero, number: block.number, gasUsed: '0', timestamp, sealer: 0, sealerList: ['0x' + sealer],
      extraData: '0x', consensusWeights: [1], signatureList: [],
    };
  }

  /** The receipt as the version's nodes print it. */
  receipt(transaction, { status, output, contractAddress, logs, gasUsed }, number) {
    if (this.isTwo) {
      return {
        root: kZero, gasUsed: quantity(gasUsed), remainGas: '0x0', contractAddress: contractAddress ?? '0x' + '00'.repeat(20), logsBloom: kBloom,
        status: quantity(status), output, logs, transactionHash: transaction.hash, blockNumber: quantity(number), from: transaction.sender,
        to: transaction.to ?? '0x' + '00'.repeat(20), input: transaction.input,
      };
    }
    const made = {
      version: transaction.version, gasUsed: String(gasUsed), contractAddress: contractAddress ?? '', checksumContractAddress: contractAddress ?? '', status, output,
      logEntries: logs.map((log) => ({ ...log, address: log.address.slice(2) })), blockNumber: number, transactionHash: transaction.hash,
      message: '', from: transaction.sender, to: transaction.to ?? '', input: transaction.input, extraData: '',
    };
    if (transaction.version >= 1) made.effectiveGasPrice = '';
    made.hash = hex(this.receiptHash(made));
    return made;
  }

  /** In 2.x siblings left and right; in 3.x for each level its number of hashes, and these. */
  proof(hashes, index) {
    const all = levels(this, hashes.map((hash, i) => leaf(this, i, hash)));
    const width = this.isTwo ? kTwoWidth : kThreeWidth;
    const text = (node) => node.toString('hex');
    if (!this.isTwo && hashes.length === 1) return [text(hashes[0])];
    const out = [];
    for (const level of all.slice(0, -1)) {
      const first = index - (index % width);
      const family = level.slice(first, first + width);
      if (this.isTwo) out.push({ left: level.slice(first, index).map(text), right: level.slice(index + 1, first + width).map(text) });
      else out.push(family.length.toString(16).padStart(8, '0').padEnd(64, '0'), ...family.map(text));
      index = Math.floor(index / width);
    }
    if (this.isTwo) out.push({ left: [], right: [] });
    return out;
  }
}
