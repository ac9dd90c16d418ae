// A node of FISCO BCOS as far as its JSON-RPC goes, for tests: it decodes transactions by libraries
// that share no code with Deed, checks hashes, signatures, ids and block limits, has Anvil execute
// them, and answers with receipts, blocks and Merkle proofs in the form of the version.
//
//   node.mjs EVM-URL 2|3 [--sm] [--tls FOLDER] [--old-receipts] [--now]
//
// SM chains execute nothing: no compiler and no EVM here hashes with SM3. Prints "ready PORT", and
// ends with its standard input. The method test_fault makes it fail as its first parameter says,
// test_leaves says how many transactions stand in each block from now on, and test_mine makes blocks
// without any.
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { bytes, hex, Refusal } from './crypto.mjs';
import { Chain, quantity } from './chain.mjs';
import { Evm } from './evm.mjs';
import { decodeRlpTransaction, decodeTarsTransaction } from './transactions.mjs';

const [evmUrl, versionText, ...flags] = process.argv.slice(2);
const isTwo = versionText === '2';
const isSm = flags.includes('--sm');
const flag = (name) => (flags.includes(name) ? flags[flags.indexOf(name) + 1] : undefined);
const chain = new Chain({ isTwo, isSm, chainId: isTwo ? '1' : 'chain0', group: isTwo ? '1' : 'group0', leaves: 5, oldReceipts: flags.includes('--old-receipts'), isNow: flags.includes('--now') });
const evm = new Evm(evmUrl);
const kBlockLimitRange = 1000;
const usedNonces = new Set();
let fault = { name: 'none' };

// The numbers of the two versions' statuses.
const kTwo = { BadRLP: 2, InvalidSignature: 5, NonceCheckFail: 15, BlockLimitCheckFail: 16, RevertInstruction: 22, CallAddressError: 26, AlreadyInChain: 10001, InvalidChainId: 10002, InvalidGroupId: 10003, Malformed: 10005 };
const kThree = { Malformed: 10003, BadRLP: 10003, InvalidSignature: 10008, NonceCheckFail: 10000, BlockLimitCheckFail: 10001, RevertInstruction: 16, CallAddressError: 19, AlreadyInChain: 10005, InvalidChainId: 10006, InvalidGroupId: 10007 };
const status = (name) => (isTwo ? kTwo : kThree)[name];

class NodeError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

function checkGroup(group) {
  if (String(group) !== chain.group) throw new NodeError(isTwo ? -40001 : -32005, 'the group does not exist');
}

function checked(raw) {
  const transaction = (isTwo ? decodeRlpTransaction : decodeTarsTransaction)(isSm, raw);
  if (chain.places.has(transaction.hash)) throw new Refusal('AlreadyInChain');
  if (transaction.chain !== null && transaction.chain !== chain.chainId) throw new Refusal('InvalidChainId');
  if (transaction.group !== null && transaction.group !== chain.group) throw new Refusal('InvalidGroupId');
  const { blockLimit } = transaction;
  if (blockLimit <= chain.height || blockLimit > chain.height + kBlockLimitRange) throw new Refusal('BlockLimitCheckFail');
  if (usedNonces.has(transaction.nonce)) throw new Refusal('NonceCheckFail');
  usedNonces.add(transaction.nonce);
  return transaction;
}

async function execute(transaction) {
  if (isSm) return { status: 0, output: '0x', contractAddress: transaction.to === null ? '0x' + '5a'.repeat(20) : null, logs: [], gasUsed: 21000 };
  if (transaction.to !== null && (await evm.code(transaction.to)) === '0x')
    return { status: status('CallAddressError'), output: '0x', contractAddress: null, logs: [], gasUsed: 21000 };
  const done = await evm.execute(transaction);
  return { ...done, status: done.reverted ? status('RevertInstruction') : 0 };
}

// Blocks are made one after another.
let last = Promise.resolve();
function send(raw) {
  const made = last.then(() => sendNext(raw));
  last = made.catch(() => {});
  return made;
}

async function sendNext(raw) {
  let transaction;
  try {
    transaction = checked(bytes(raw));
  } catch (error) {
    const name = error instanceof Refusal ? error.message : isTwo ? 'BadRLP' : 'Malformed';
    throw new NodeError(status(name), name);
  }
  const named = fault.name === 'wrong_hash' ? '0x' + '77'.repeat(32) : transaction.hash;
  if (fault.name === 'lose') {
    usedNonces.delete(transaction.nonce); // it forgets all of it
    if (isTwo) return named;
    throw new NodeError(10010, 'TransactionPoolTimeout');
  }
  if (!isSm) await evm.align(chain.height + 1);
  const done = await execute(transaction);
  if (fault.name === 'status') done.status = fault.value;
  const block = chain.add([[transaction, done]]);
  if (isTwo) return named;
  return { ...block.receipts[chain.places.get(transaction.hash).index], transactionHash: named };
}

function found(hash) {
  const place = chain.places.get(hash);
  return place && fault.name !== 'hide_receipts' ? place : undefined;
}

/** Proofs as the fault wants them. */
function proof(hashes, index) {
  if (fault.name === 'no_proof') return undefined;
  const made = chain.proof(hashes, index);
  if (fault.name === 'cut_proof') return isTwo ? made.slice(1) : made.slice(1 + parseInt(made[0].slice(0, 8), 16));
  if (fault.name === 'changed_sibling') {
    const change = (text) => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');
    if (isTwo) made[0].left.length > 0 ? (made[0].left[0] = change(made[0].left[0])) : (made[0].right[0] = change(made[0].right[0]));
    else made[made[1] === hashes[index].toString('hex') ? 2 : 1] = change(made[1]);
  }
  return made;
}

function receiptOf(hash, withProof = false) {
  const place = found(hash);
  if (!place) {
    if (isTwo) return null;
    throw new NodeError(3008, 'GetTransactionReceiptByHash');
  }
  let receipt = place.block.receipts[place.index];
  if (fault.name === 'changed_receipt') receipt = { ...receipt, output: receipt.output + 'ee' };
  if (!withProof) return receipt;
  const made = proof(place.block.receiptHashes, place.index);
  if (isTwo) return { transactionReceipt: receipt, receiptProof: made };
  return { ...receipt, receiptProof: [], transactionProof: [], txReceiptProof: made };
}

function transactionOf(hash) {
  const place = found(hash);
  if (!place) return null;
  const made = proof(place.block.hashes, place.index);
  return isTwo ? { transaction: { hash }, txProof: made } : { hash, transactionProof: [], txProof: made };
}

function blockOf(number) {
  const block = chain.blocks[Number(number)];
  if (!block) throw new NodeError(isTwo ? -40004 : 3003, 'BlockNumber does not exist');
  const transactions = block.hashes.map(hex);
  const hidden = fault.name === 'hide_transactions' ? transactions.slice(1) : transactions;
  return { ...block.header, ...(fault.name === 'changed_header' ? { timestamp: isTwo ? '0x1' : 1 } : {}), transactions: hidden };
}

const height = () => chain.height + (fault.name === 'height' ? fault.value : 0);

function numberOf(hash) {
  const number = chain.blocks.findIndex((block) => block.header.hash === hash);
  if (number < 0) throw new NodeError(isTwo ? -40003 : 3003, 'BlockHash does not exist');
  return number;
}

/** Of 3.x. Contracts see the number that Anvil was given. */
async function setting(key) {
  if (fault.name === 'setting' && fault.value[0] === key) return fault.value[1];
  if (key === 'compatibility_version') return '3.11.0';
  if (key === 'web3_chain_id') return String(Number(await evm.ask('eth_chainId')));
  throw new NodeError(3010, 'GetSystemConfigByKey');
}

async function call(from, to, data) {
  if (isSm) return { status: 0, output: '0x' };
  if ((await evm.code(to)) === '0x') return { status: status('CallAddressError'), output: '0x' };
  const made = await evm.call(from, to, data);
  return { status: made.reverted ? status('RevertInstruction') : 0, output: made.output };
}

const kCommon = {
  test_fault: (name, value) => void (fault = { name, value }) ?? true,
  test_leaves: (count) => (chain.leaves = count),
  // Blocks from now on have this time in milliseconds, and contracts see it.
  test_time: async (time) => {
    if (chain.time === undefined) await evm.ask('anvil_setBlockTimestampInterval', 0);
    chain.time = time;
    await evm.align(chain.height + 1, time);
    await evm.ask('evm_mine');
    chain.add([]);
    return chain.height;
  },
  test_mine: (count) => {
    for (let i = 0; i < count; ++i) chain.add([]);
    return chain.height;
  },
};

const kMethodsOfTwo = {
  getClientVersion: () => ({ 'FISCO-BCOS Version': isSm ? '2.11.0 gm' : '2.11.0', 'Supported Version': '2.11.0', 'Chain Id': chain.chainId }),
  getBlockNumber: (group) => (checkGroup(group), quantity(height())),
  call: async (group, { from, to, data }) => {
    checkGroup(group);
    const made = await call(from, to, data);
    return { currentBlockNumber: quantity(chain.height), status: quantity(made.status), output: made.output };
  },
  getCode: (group, address) => (checkGroup(group), evm.code(address)),
  sendRawTransaction: (group, raw) => (checkGroup(group), send(raw)),
  getTransactionReceipt: (group, hash) => (checkGroup(group), receiptOf(hash)),
  getTransactionByHashWithProof: (group, hash) => (checkGroup(group), transactionOf(hash)),
  getTransactionReceiptByHashWithProof: (group, hash) => (checkGroup(group), receiptOf(hash, true)),
  getBlockByNumber: (group, number) => (checkGroup(group), blockOf(number)),
  getBlockByHash: (group, hash) => (checkGroup(group), blockOf(numberOf(hash))),
  getBlockHashByNumber: (group, number) => (checkGroup(group), blockOf(number).hash),
};

const kMethodsOfThree = {
  getGroupInfo: (group) => (checkGroup(group), { chainID: chain.chainId, groupID: chain.group, nodeList: [{ name: 'node0', type: isSm ? 1 : 0 }] }),
  getBlockNumber: (group) => (checkGroup(group), height()),
  call: async (group, _node, to, data) => (checkGroup(group), { blockNumber: chain.height, ...(await call(undefined, to, data)) }),
  getCode: (group, _node, address) => (checkGroup(group), evm.code(address)),
  sendTransaction: (group, _node, raw) => (checkGroup(group), send(raw)),
  getTransactionReceipt: (group, _node, hash, withProof) => (checkGroup(group), receiptOf(hash, withProof)),
  getTransaction: (group, _node, hash) => (checkGroup(group), transactionOf(hash)),
  getBlockByNumber: (group, _node, number) => (checkGroup(group), blockOf(number)),
  getBlockByHash: (group, _node, hash) => (checkGroup(group), blockOf(numberOf(hash))),
  getBlockHashByNumber: (group, _node, number) => (checkGroup(group), blockOf(number).hash),
  getSystemConfigByKey: async (group, _node, key) => (checkGroup(group), { blockNumber: 0, value: await setting(key) }),
};

const methods = { ...kCommon, ...(isTwo ? kMethodsOfTwo : kMethodsOfThree) };

async function answer({ id, method, params }) {
  const said = { jsonrpc: '2.0', id };
  try {
    if (fault.name === 'error' && !method.startsWith('test_')) throw new NodeError(fault.value, 'as the test says');
    if (!(method in methods)) throw new NodeError(-32601, 'METHOD_NOT_FOUND');
    return { ...said, result: await methods[method](...params) };
  } catch (error) {
    return { ...said, error: { code: error.code ?? -32603, message: error.message } };
  }
}

async function serve(request, response) {
  let body = '';
  for await (const chunk of request) body += chunk;
  const asked = JSON.parse(body);
  // A node that dies before it has a transaction, or after it has made a block of it.
  const isSend = asked.method.startsWith('send');
  if (isSend && fault.name === 'deaf') return request.socket.destroy();
  if (isSend && fault.name === 'mute') return void answer(asked).then(() => request.socket.destroy());
  const isGarbage = fault.name === 'garbage' && !asked.method.startsWith('test_');
  const text = isGarbage ? fault.value : JSON.stringify(await answer(asked));
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(text);
}

const tls = flag('--tls');
const file = (name) => readFileSync(`${tls}/${name}`);
const server = tls
  ? createTlsServer({ ca: file('ca.pem'), cert: file('server.pem'), key: file('server.key'), requestCert: true, rejectUnauthorized: true }, serve)
  : createServer(serve);
server.listen(0, '127.0.0.1', () => console.log(`ready ${server.address().port}`));
process.stdin.resume().on('end', () => process.exit(0));
