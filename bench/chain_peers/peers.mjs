// Lets ethers or viem do what chain_bench does, on the same node, and prints the seconds it took.
//
//     peers.mjs URL CHAIN_ID KEY ethers|viem batched|sequential COUNT
//
// KEY is of a test account that the node funds. Batched: COUNT transactions are signed and sent a
// hundred a request, until the last has its receipt. Sequential: each has its receipt before the
// next is signed. Both ask again at once, without the pauses of the libraries' own waiting.
import {JsonRpcProvider, Network, Wallet} from 'ethers';
import {createPublicClient, http} from 'viem';
import {privateKeyToAccount} from 'viem/accounts';

const [url, chain, key, library, way, size] = process.argv.slice(2);
const chainId = Number(chain), count = Number(size), batched = way === 'batched';
const to = '0x00000000000000000000000000000000deed0001';
const fees = {maxFeePerGas: 50_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n};

function withEthers() {
  const provider = new JsonRpcProvider(url, Network.from(chainId), {
    staticNetwork: true, cacheTimeout: -1, batchMaxCount: batched ? 100 : 1, batchStallTime: 0});
  const wallet = new Wallet(key);
  return {
    sign: nonce => wallet.signTransaction({type: 2, chainId, nonce, gasLimit: 21_000n, to, value: 1n, ...fees}),
    send: raw => provider.send('eth_sendRawTransaction', [raw]),
    receipt: hash => provider.send('eth_getTransactionReceipt', [hash]),
    end: () => provider.destroy(),
  };
}

function withViem() {
  const client = createPublicClient({
    transport: http(url, {batch: batched ? {batchSize: 100, wait: 0} : false, retryCount: 0})});
  const account = privateKeyToAccount(key);
  return {
    sign: nonce => account.signTransaction({type: 'eip1559', chainId, nonce, gas: 21_000n, to, value: 1n, ...fees}),
    send: raw => client.request({method: 'eth_sendRawTransaction', params: [raw]}),
    receipt: hash => client.request({method: 'eth_getTransactionReceipt', params: [hash]}),
    end: () => {},
  };
}

const peer = library === 'ethers' ? withEthers() : withViem();

async function mined(hash) {
  for (let turn = 0; turn < 10_000; ++turn) {
    const receipt = await peer.receipt(hash);
    if (receipt) return receipt;
  }
  throw new Error(`no receipt of ${hash}`);
}

await peer.receipt('0x' + '00'.repeat(32)); // the connection is there
const start = performance.now();
if (batched) {
  const raws = [];
  for (let nonce = 0; nonce < count; ++nonce) raws.push(await peer.sign(nonce));
  const hashes = [];
  for (let from = 0; from < count; from += 100)
    hashes.push(...await Promise.all(raws.slice(from, from + 100).map(raw => peer.send(raw))));
  await mined(hashes.at(-1));
} else {
  for (let nonce = 0; nonce < count; ++nonce) {
    const receipt = await mined(await peer.send(await peer.sign(nonce)));
    if (receipt.status !== '0x1') throw new Error('a transfer failed');
  }
}
console.log((performance.now() - start) / 1000);
peer.end();
