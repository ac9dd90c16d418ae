// What contracts do: a real EVM chain (Anvil) asked over JSON-RPC, in the name of the account that
// signed for FISCO BCOS.
export class Evm {
  constructor(url) {
    this.url = url;
    this.id = 0;
  }

  async ask(method, ...params) {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: ++this.id, method, params }),
    });
    const answer = await response.json();
    if (answer.error) throw Object.assign(new Error(answer.error.message), { data: answer.error.data });
    return answer.result;
  }

  /** What a call returns, or reverts with. */
  async call(from, to, data) {
    try {
      return { reverted: false, output: await this.ask('eth_call', { from, to: to ?? undefined, data }, 'latest') };
    } catch (error) {
      if (typeof error.data !== 'string') throw error;
      return { reverted: true, output: error.data };
    }
  }

  /** The number of its next block is `number`; the time of that, if it is given, `time`. */
  async align(number, time) {
    const missing = number - 1 - Number(await this.ask('eth_blockNumber'));
    if (missing > 0) await this.ask('anvil_mine', '0x' + missing.toString(16));
    if (time !== undefined) await this.ask('evm_setNextBlockTimestamp', time);
  }

  async execute({ sender: from, to, input: data }) {
    await this.ask('anvil_impersonateAccount', from);
    await this.ask('anvil_setBalance', from, '0x56bc75e2d63100000');
    const tried = await this.call(from, to, data);
    const hash = await this.ask('eth_sendTransaction', { from, to: to ?? undefined, data, gas: '0x1c9c380' });
    const receipt = await this.receipt(hash);
    return {
      reverted: receipt.status === '0x0',
      output: to === null && !tried.reverted ? '0x' : tried.output,
      contractAddress: receipt.contractAddress,
      logs: receipt.logs.map(({ address, topics, data }) => ({ address, topics, data })),
      gasUsed: Number(receipt.gasUsed),
    };
  }

  /** Anvil mines at once, and has the receipt a little later. */
  async receipt(hash) {
    for (;;) {
      const receipt = await this.ask('eth_getTransactionReceipt', hash);
      if (receipt) return receipt;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  code(address) {
    return this.ask('eth_getCode', address, 'latest');
  }
}
