// Prints COUNT random cases of each kind as lines of JSON, each with what ethers makes of it.
//     peer.mjs COUNT SEED
import { AbiCoder, Transaction, TypedDataEncoder, Wallet, getAddress, hexlify } from "ethers";

const [count, seed] = process.argv.slice(2).map(Number);

// mulberry32, so that a failure can be seen again.
let state = seed >>> 0;
function random(below) {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % below;
}

const pick = (list) => list[random(list.length)];
const bytes = (size) => hexlify(Uint8Array.from({ length: size }, () => random(256)));
const address = () => getAddress(bytes(20));
const number = (bits) => BigInt(bytes(32)) >> BigInt(256 - 1 - random(bits));
const text = () => Array.from({ length: random(40) }, () => pick(["a", "Z", " ", "é", "证", "🔒", "\n"])).join("");

// An atomic type and a value of it, numbers as text.
function atom() {
  const bits = 8 * (1 + random(32));
  const size = 1 + random(32);
  return pick([
    () => [`uint${bits}`, () => (number(bits) % (1n << BigInt(bits))).toString()],
    () => [`int${bits}`, () => BigInt.asIntN(bits, BigInt(bytes(32))).toString()],
    () => ["address", address],
    () => ["bool", () => random(2) === 1],
    () => [`bytes${size}`, () => bytes(size)],
    () => ["bytes", () => bytes(random(100))],
    () => ["string", text],
  ])();
}

function type(depth) {
  const kind = depth === 0 ? 0 : random(5);
  if (kind <= 1) return atom();
  if (kind === 2) {
    const members = Array.from({ length: 1 + random(4) }, () => type(depth - 1));
    return [`(${members.map(([name]) => name)})`, () => members.map(([, make]) => make())];
  }
  const [name, make] = type(depth - 1);
  const size = kind === 3 ? null : 1 + random(4);
  return [`${name}[${size ?? ""}]`, () => Array.from({ length: size ?? random(4) }, make)];
}

function abi() {
  const made = Array.from({ length: random(5) }, () => type(3));
  const types = made.map(([name]) => name);
  const values = made.map(([, make]) => make());
  return { kind: "abi", types, values, encoded: AbiCoder.defaultAbiCoder().encode(types, values) };
}

async function transaction() {
  const kind = random(3);
  const fields = {
    type: kind, chainId: 1 + random(2 ** 31), nonce: random(2 ** 31), gasLimit: String(number(63)),
    to: random(8) ? address() : null, value: String(number(256)), data: bytes(1 + random(200)),
  };
  if (kind === 2) {
    fields.maxFeePerGas = String(number(120));
    fields.maxPriorityFeePerGas = String(BigInt(fields.maxFeePerGas) / BigInt(1 + random(9)));
  } else {
    fields.gasPrice = String(number(120));
  }
  if (kind > 0)
    fields.accessList = Array.from({ length: random(3) }, () => ({
      address: address(), storageKeys: Array.from({ length: random(3) }, () => bytes(32)),
    }));
  const wallet = new Wallet(bytes(32));
  const raw = await wallet.signTransaction(fields);
  return { kind: "transaction", privateKey: wallet.privateKey, transaction: fields, raw,
           hash: Transaction.from(raw).hash, from: wallet.address };
}

async function typedData() {
  const inner = Array.from({ length: 1 + random(4) }, (_, i) => [`m${i}`, ...atom()]);
  const outer = Array.from({ length: 1 + random(4) }, (_, i) => {
    const [name, make] = random(3) ? atom() : ["Inner", () => Object.fromEntries(inner.map(([n, , m]) => [n, m()]))];
    const dimension = pick(["", "", "[]", "[2]"]);
    const list = { "": make, "[]": () => Array.from({ length: random(3) }, make), "[2]": () => [make(), make()] };
    return [`f${i}`, name + dimension, list[dimension]];
  });
  const declared = (members) => members.map(([name, of]) => ({ name, type: of }));
  // ethers refuses structs that nothing refers to.
  const types = { Outer: declared(outer) };
  if (outer.some(([, of]) => of.startsWith("Inner"))) types.Inner = declared(inner);
  const all = [["name", "string", text], ["version", "string", text],
               ["chainId", "uint256", () => random(2 ** 31)], ["verifyingContract", "address", address],
               ["salt", "bytes32", () => bytes(32)]].filter(() => random(2));
  const members = all.length ? all : [["name", "string", text]];
  const domain = Object.fromEntries(members.map(([name, , make]) => [name, make()]));
  const message = Object.fromEntries(outer.map(([name, , make]) => [name, make()]));
  const wallet = new Wallet(bytes(32));
  return {
    kind: "typed_data", privateKey: wallet.privateKey,
    document: { types: { EIP712Domain: declared(members), ...types }, primaryType: "Outer", domain, message },
    digest: TypedDataEncoder.hash(domain, types, message),
    signature: await wallet.signTypedData(domain, types, message),
  };
}

async function personal() {
  const message = bytes(random(200));
  const wallet = new Wallet(bytes(32));
  return { kind: "personal", privateKey: wallet.privateKey, message,
           signature: await wallet.signMessage(Buffer.from(message.slice(2), "hex")) };
}

for (let i = 0; i < count; ++i)
  for (const make of [abi, transaction, typedData, personal]) console.log(JSON.stringify(await make()));
