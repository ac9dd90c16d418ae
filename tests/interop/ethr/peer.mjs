// Answers each line of JSON with one: sets up identities on a chain, and resolves did:ethr as
// ethr-did-resolver does.
//     peer.mjs URL
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { JsonRpcProvider, Wallet, solidityPackedKeccak256 } from "ethers";
import { Resolver } from "did-resolver";
import { getResolver } from "ethr-did-resolver";

const folder = "./node_modules/ethr-did-registry/artifacts/contracts/EthereumDIDRegistry.sol/";
const artifact = JSON.parse(
  readFileSync(new URL(folder + "EthereumDIDRegistry.json", import.meta.url)));

const RealDate = Date;
const provider = new JsonRpcProvider(process.argv[2], undefined,
  { staticNetwork: true, batchMaxCount: 1, cacheTimeout: -1 });
const rich = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"; // the first account that Anvil funds
let resolver;

const quantity = (number) => "0x" + BigInt(number).toString(16);

async function sent(from, to, data) {
  return provider.send("eth_sendTransaction", [{ from, to, data, gas: "0x2dc6c0" }]);
}

// Anvil says a transaction's hash a moment before it has made its block.
async function receipt(hash) {
  let found = null;
  for (let turn = 0; found === null && turn < 3000; turn++) {
    found = await provider.send("eth_getTransactionReceipt", [hash]);
    if (found === null) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (found === null || found.status !== "0x1") throw new Error(`${hash} was refused`);
  return found;
}

const operations = {
  // The registry's address.
  async deploy() {
    await provider.send("anvil_autoImpersonateAccount", [true]);
    const registry = (await receipt(await sent(rich, undefined, artifact.bytecode))).contractAddress;
    const networks = [{ name: "anvil", chainId: "0x7a69", registry, provider }];
    resolver = new Resolver(getResolver({ networks }));
    return registry;
  },
  // An account with means, by its secret key.
  async fund({ secret }) {
    const wallet = new Wallet(secret);
    await provider.send("anvil_setBalance", [wallet.address, quantity(10n ** 20n)]);
    return { address: wallet.address.toLowerCase(), key: wallet.signingKey.compressedPublicKey };
  },
  // Calls of the registry in one block, so many seconds after the last one.
  async block({ registry, calls, pass }) {
    const head = await provider.send("eth_getBlockByNumber", ["latest", false]);
    await provider.send("evm_setNextBlockTimestamp", [Number(head.timestamp) + pass]);
    await provider.send("evm_setAutomine", [false]);
    const hashes = [];
    for (const { from, data } of calls) hashes.push(await sent(from, registry, data));
    await provider.send("evm_mine", []);
    await provider.send("evm_setAutomine", [true]);
    for (const hash of hashes) await receipt(hash);
    const made = await provider.send("eth_getBlockByNumber", ["latest", false]);
    return { number: Number(made.number), time: Number(made.timestamp) };
  },
  // What the resolver says as of `now`.
  async resolve({ did, now }) {
    globalThis.Date = class extends RealDate {
      constructor(...given) {
        if (given.length > 0) super(...given);
        else super(now * 1000);
      }
    };
    try {
      return await resolver.resolve(did);
    } finally {
      globalThis.Date = RealDate;
    }
  },
  async digest({ types, values }) {
    return solidityPackedKeccak256(types, values);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = { ok: true, out: await operations[request.op](request) };
  } catch (error) {
    answer = { ok: false, error: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
process.exit(0);
