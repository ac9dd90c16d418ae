#include "cli/messages/chinese.hpp"

namespace deed::cli {
namespace {

// clang-format off
constexpr Translation kRows[] = {
    {"Write down what a chain says of a DID", "写出链对某个 DID 的陈述"},
    {"Proves to whoever knows the hash of a block, and asks no node: whether the DID is there, who\n"
     "controls it and which document holds, as of that block. Says which blocks have to be known:\n"
     "that of the state and, where a change is more than 256 blocks before what follows, that of "
     "the\n"
     "change. A DID that does not exist is proven not to. All operations are shown, and so whether\n"
     "keys were ever declared compromised; --without-history leaves earlier ones out.",
     "向知道某个区块哈希且不询问节点的人证明：截至该\n"
     "区块，DID 是否存在、由谁控制、哪份文档有效。\n"
     "会说明需要知道哪些区块：状态所在的区块；若某次变\n"
     "更比其后的内容早 256 个区块以上，还有该次变更所在\n"
     "的区块。不存在的 DID 会被证明不存在。会出示所有操\n"
     "作，因而也显示是否曾有密钥被宣告泄露；\n"
     "--without-history 则略去较早的操作。"},
    {"Judge a proof of a DID offline: good, bad, or could not judge",
     "离线判定 DID 的证明：有效、无效或无法判定"},
    {"Checks a proof of `deed did prove` by the hashes of blocks that you know to be on the chain "
     "and\n"
     "the DidRegistry that you trust; or by a node of the chain, which is asked with --network.\n"
     "Prints what the chain says of the DID if the proof is good; the document with --json or "
     "--out,\n"
     "keys that were declared compromised marked as revoked. As in `deed did resolve` the exit code "
     "is\n"
     "12 for a DID that was deactivated, and 3 for one that is proven not to exist; neither has a\n"
     "document. Nothing is said of what came after the block.",
     "凭您知道在链上的区块哈希和您信任的 DidRegistry，\n"
     "检查 `deed did prove` 的证明；或用 --network 询问\n"
     "该链的节点。若证明有效，打印链对该 DID 的陈述；\n"
     "文档用 --json 或 --out 得到，其中被宣告泄露的密钥\n"
     "标为已撤销。与 `deed did resolve` 相同：已停用的\n"
     "DID 退出码为 12，被证明不存在的为 3，二者都没有文\n"
     "档。对该区块之后的情况不作任何说明。"},
    {"a did:weid of an Ethereum chain, or its name here", "以太坊链上的 did:weid，或其在此处的名称"},
    {"a number, latest, safe or finalized (default: the confirmed one)",
     "编号、latest、safe 或 finalized（默认：已确认的）"},
    {"show no operation before the one that recorded the document",
     "不出示记录文档的操作之前的操作"},
    {"let earlier operations be missing, which may declare keys compromised",
     "允许缺少较早的操作，它们可能宣告密钥泄露"},
    {"wrote no document to {0}", "未向 {0} 写入文档"},
    {"Nothing says which DID is meant, and a proof can be of anybody's.",
     "未指明所指的 DID，而证明可能是任何人的 DID 的。"},
    {"Name the DID, as you know it from elsewhere, behind the file.",
     "请在文件之后写出您从别处得知的 DID。"},
    {"Earlier operations are not shown, and each may declare keys compromised that the document "
     "lists.",
     "较早的操作未出示，而每一项都可能宣告文档所列的密钥已泄露。"},
    {"Ask for a proof with the whole history, or do without it: --without-history.",
     "请索取含完整历史的证明，或不要求历史：--without-history。"},
    {"the DID that is meant", "所指的 DID"},
    {"the DidRegistry that you trust; with its chain eip155:1:0x…",
     "您信任的 DidRegistry；可带链 eip155:1:0x…"},
    {"write the document to a file, if the proof is good and there is one",
     "若证明有效且有文档，将其写入文件"},
    {"to be known by whoever verifies it: block {0} is {1}", "验证者须知道：区块 {0} 为 {1}"},

    {"The file is not a proof of a DID on a chain.", "此文件不是链上 DID 的证明。"},
    {"Ask for it again; it is written by `deed did prove`.",
     "请重新索取；它由 `deed did prove` 写出。"},
    {"The node does not prove the state of this block.", "节点不能证明此区块的状态。"},
    {"Ask a node with eth_getProof that keeps the state of the block, or name a later block.",
     "请询问提供 eth_getProof 且保留该区块状态的节点，或指定较晚的区块。"},
    {"The proof would have more operations or bytes than a reader takes.",
     "此证明的操作数或字节数会超过读取者所能接受的。"},
    {"Prove it without the whole history, or have the DID's document recorded once more.",
     "请不带完整历史地出具证明，或将该 DID 的文档再记录一次。"},
    {"The contract's storage is not proven to be what the file says in the block that it names.",
     "未能证明在文件所称的区块中，合约的存储如其所述。"},
    {"What is proven of the contract's storage is nothing that a DidRegistry writes.",
     "所证明的合约存储内容不是 DidRegistry 会写入的。"},
    {"Do not rely on this proof: the contract that it is of is no DidRegistry.",
     "请勿依赖此证明：它所属的合约不是 DidRegistry。"},
    {"In this block the network's Directory does not vouch for the contract as its DidRegistry.",
     "在此区块中，该网络的 Directory 不担保此合约是其 DidRegistry。"},
    {"Do not rely on this proof: it is of another network's DID.",
     "请勿依赖此证明：它属于另一网络的 DID。"},
    {"An operation is not proven to be in the block that the proof names.",
     "未能证明某项操作在证明所称的区块中。"},
    {"What is proven is an event of another contract, of another DID, or no operation.",
     "所证明的是另一合约或另一 DID 的事件，或不是操作。"},
    {"An operation is shown where another one is due, by its number or its block.",
     "按编号或区块，所出示的操作不是此处应有的那一项。"},
    {"Do not rely on this proof: what is shown may have been replaced since.",
     "请勿依赖此证明：所出示的内容此后可能已被取代。"},
    {"The headers do not lead from one block of the proof to the other: the blocks are not of one "
     "chain.",
     "区块头不能从证明中的一个区块通到另一个：这些区块不属于同一条链。"},
    {"The DID's state is not one that its latest operation leads to.",
     "该 DID 的状态不是其最后一项操作所导致的。"},
    {"The operations that are shown do not lead back to one that recorded a document.",
     "所出示的操作没有追溯到记录了文档的操作。"},
    {"Ask the sender for a proof that does.", "请向发送方索取能追溯到的证明。"},
    {"The proof is of another DID than the one named.", "此证明属于所指定的 DID 以外的 DID。"},
    {"Ask for the proof of the DID that is meant.", "请索取所指 DID 的证明。"},
    {"Nothing says that the block is of the chain that the DID names, and one address can be two "
     "contracts on two chains.",
     "没有任何依据说明该区块属于 DID 所指的链，而同一地址在两条链上可以是两个合约。"},
};
// clang-format on

}  // namespace

const std::span<const Translation> kChineseDidProof = kRows;

}  // namespace deed::cli
